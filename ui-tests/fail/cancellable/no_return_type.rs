//! A function without a return type has no way to say that it was stopped.

use asyncward::cancellable;

#[cancellable]
async fn flush() { //~ ERROR
    tokio::task::yield_now().await;
}

#[tokio::main]
async fn main() {
    flush().await;
}
