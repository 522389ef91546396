//! An await in the arguments of `format!`.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn name() -> String {
    String::new()
}

#[no_lock_across_await]
async fn greet(counter: &Mutex<u64>) -> String {
    let count = counter.lock().unwrap(); //~ ERROR
    format!("{}: {}", name().await, *count)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _text = greet(&Mutex::new(0)).await;
}
