#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn name() -> String {
    String::new()
}

#[no_lock_across_await]
async fn greet(counter: &Mutex<u64>) -> String {
    let name = name().await;
    let count = counter.lock().unwrap();
    format!("{name}: {}", *count)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(greet(&Mutex::new(0)).await, ": 0");
}
