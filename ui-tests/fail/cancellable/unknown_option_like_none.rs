//! An option that resembles none of ours.

use asyncward::{Cancelled, cancellable};

#[cancellable(retries = 3)] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
