#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(stack: &Mutex<Vec<u64>>) {
    let top = stack.lock().unwrap().pop();
    if let Some(top) = top {
        save(top).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(vec![1])).await;
}
