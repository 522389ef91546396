#![deny(warnings)]
use std::sync::Mutex;

use asyncward::value_future;

#[value_future]
#[asyncward::no_lock_across_await]
pub async fn add(sum: &Mutex<u32>) -> u32 {
    let mut locked = sum.lock().unwrap();
    *locked += 1;
    if *locked == 1 {
        return 1;
    }
    tokio::task::yield_now().await;
    *sum.lock().unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sum = Mutex::new(0);
    assert!(add(&sum).is_ready());
    assert_eq!(add(&sum).await, 2);
}
