//! `crate = ..` is a path, not a text.

use asyncward::{Cancelled, cancellable};

#[cancellable(crate = "asyncward")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
