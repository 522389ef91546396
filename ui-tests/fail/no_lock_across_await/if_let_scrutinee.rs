//! A temporary of an `if let` lives to the end of its block.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(stack: &Mutex<Vec<u64>>) {
    if let Some(top) = stack.lock().unwrap().pop() { //~ ERROR
        save(top).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(vec![1])).await;
}
