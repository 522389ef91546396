#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn fetch() -> u64 {
    7
}

fn add(by: u64, mut counter: MutexGuard<'_, u64>) {
    *counter += by;
}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    add(fetch().await, counter.lock().unwrap());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
