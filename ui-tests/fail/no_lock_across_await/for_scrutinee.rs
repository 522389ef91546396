//! A temporary of a `for` head lives as long as the loop.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn save_all(stack: &Mutex<Vec<u64>>) {
    for item in stack.lock().unwrap().iter() { //~ ERROR
        save(*item).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    save_all(&Mutex::new(vec![1])).await;
}
