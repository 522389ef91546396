//! What is no option at all.

use asyncward::no_blocking;

#[no_blocking(42)] //~ ERROR
async fn work() {
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    work().await;
}
