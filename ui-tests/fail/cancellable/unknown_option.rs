//! A mistyped option is answered with the one that is meant.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeuot = "2s")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
