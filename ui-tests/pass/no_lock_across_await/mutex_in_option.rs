#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn peek(counter: &Mutex<u64>) {
    let count = counter.try_lock().ok().map(|count| *count);
    save(count.unwrap_or(0)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    peek(&Mutex::new(0)).await;
}
