//! An option without a value, with and without the `=`, and in parentheses.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout)] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(on_cancel =)] //~ ERROR
async fn count() -> u32 {
    tokio::task::yield_now().await;
    1
}

#[cancellable(timeout("2s"))] //~ ERROR
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = (load().await, count().await, store().await);
}
