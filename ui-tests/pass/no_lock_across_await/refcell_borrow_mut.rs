#![deny(warnings)]
use std::cell::RefCell;

use asyncward::no_lock_across_await;

async fn receive() -> String {
    String::new()
}

#[no_lock_across_await]
async fn fill(buffer: &RefCell<String>) {
    let text = receive().await;
    buffer.borrow_mut().push_str(&text);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    fill(&RefCell::new(String::new())).await;
}
