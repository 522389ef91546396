#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

fn locked(counter: &Mutex<u64>) -> MutexGuard<'_, u64> {
    counter.lock().unwrap()
}

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let count = *locked(counter);
    save(count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
