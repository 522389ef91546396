#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn load() -> Result<u32, Cancelled> {
    let ((), second) = tokio::join!(tokio::task::yield_now(), row(1));
    Ok(second)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(1));
}
