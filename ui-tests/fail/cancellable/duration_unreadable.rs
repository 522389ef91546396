//! A timeout in words.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "soon")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = "")] //~ ERROR
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = true)] //~ ERROR
async fn flush() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = (load().await, store().await, flush().await);
}
