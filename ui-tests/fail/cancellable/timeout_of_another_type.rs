//! A timeout that is an expression, but no `Duration`.

use asyncward::{Cancelled, cancellable};

const LIMIT: u64 = 30;

#[cancellable(timeout = LIMIT * 2)] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
