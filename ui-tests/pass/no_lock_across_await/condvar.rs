#![deny(warnings)]
use std::sync::{Condvar, Mutex};

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn next(queue: &Mutex<Vec<u64>>, filled: &Condvar) {
    let mut items = queue.lock().unwrap();
    while items.is_empty() {
        items = filled.wait(items).unwrap();
    }
    let first = items[0];
    drop(items);
    save(first).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    next(&Mutex::new(vec![1]), &Condvar::new()).await;
}
