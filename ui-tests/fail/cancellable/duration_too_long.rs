//! More than 584 years.

use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "9999999h")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
