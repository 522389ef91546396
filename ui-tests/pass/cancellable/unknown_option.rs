#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "2s")]
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(()));
}
