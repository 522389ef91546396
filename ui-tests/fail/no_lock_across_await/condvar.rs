//! A guard that goes through a condition variable.

use std::sync::{Condvar, Mutex};

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn next(queue: &Mutex<Vec<u64>>, filled: &Condvar) {
    let mut items = queue.lock().unwrap(); //~ ERROR
    while items.is_empty() {
        items = filled.wait(items).unwrap();
    }
    save(items[0]).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    next(&Mutex::new(vec![1]), &Condvar::new()).await;
}
