#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn save_all(stack: &Mutex<Vec<u64>>) {
    let items = stack.lock().unwrap().clone();
    for item in items {
        save(item).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    save_all(&Mutex::new(vec![1])).await;
}
