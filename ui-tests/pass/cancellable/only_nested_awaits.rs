#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn step() -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    Ok(1)
}

#[cancellable]
async fn load() -> Result<u32, Cancelled> {
    let task = tokio::spawn(async { step().await });
    task.await.expect("it does not panic")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(1));
}
