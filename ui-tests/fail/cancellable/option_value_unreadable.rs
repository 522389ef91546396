//! A value that is no expression.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = 2 *)] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
