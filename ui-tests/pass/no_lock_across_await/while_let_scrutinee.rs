#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn drain(stack: &Mutex<Vec<u64>>) {
    loop {
        let Some(top) = stack.lock().unwrap().pop() else { break };
        save(top).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    drain(&Mutex::new(vec![1])).await;
}
