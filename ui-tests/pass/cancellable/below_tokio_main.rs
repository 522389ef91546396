#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "2s")]
#[tokio::main]
async fn main() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}
