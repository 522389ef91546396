#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

const fn double(n: u32) -> u32 {
    n * 2
}

#[cancellable]
async fn later(n: u32) -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    Ok(double(n))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(later(1).await, Ok(2));
}
