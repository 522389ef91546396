//! A mutable borrow of a `RefCell`.

use std::cell::RefCell;

use asyncward::no_lock_across_await;

async fn receive() -> String {
    String::new()
}

#[no_lock_across_await]
async fn fill(buffer: &RefCell<String>) {
    let mut buffer = buffer.borrow_mut(); //~ ERROR
    buffer.push_str(&receive().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    fill(&RefCell::new(String::new())).await;
}
