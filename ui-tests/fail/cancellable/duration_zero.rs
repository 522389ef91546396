//! A timeout of nothing.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "0s")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
