#![deny(warnings)]
use std::cell::RefCell;

use asyncward::no_lock_across_await;

async fn send(_: &str) {}

#[no_lock_across_await]
async fn flush(buffer: &RefCell<String>) {
    let text = buffer.borrow().clone();
    send(&text).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    flush(&RefCell::new(String::new())).await;
}
