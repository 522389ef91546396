//! `#[tokio::main]` leaves a function that is not async.

use asyncward::{Cancelled, cancellable};

#[tokio::main]
#[cancellable(timeout = "2s")]
async fn main() -> Result<(), Cancelled> { //~ ERROR
    tokio::task::yield_now().await;
    Ok(())
}
