//! A guard that the rest takes is held over its await.

use std::sync::Mutex;

use asyncward::value_future;

#[value_future]
#[asyncward::no_lock_across_await]
pub async fn add(sum: &Mutex<u32>) -> u32 {
    let mut sum = sum.lock().unwrap(); //~ ERROR
    *sum += 1;
    tokio::task::yield_now().await;
    *sum
}

fn main() {}
