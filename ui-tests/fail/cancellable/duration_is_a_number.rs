//! A bare number says no unit, and one with a unit is no number.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = 30)] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = 30s)] //~ ERROR
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = (load().await, store().await);
}
