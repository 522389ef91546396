#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "2s")]
#[tokio::test(start_paused = true)]
async fn loads() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}
