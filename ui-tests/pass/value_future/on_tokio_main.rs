#![deny(warnings)]
use asyncward::value_future;

#[value_future]
async fn run() {
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    run().await;
}
