//! A timeout before the beginning.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "-2s")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = -2)] //~ ERROR
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = (load().await, store().await);
}
