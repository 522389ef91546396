//! `#[tokio::test]` leaves a function that is not async.

use asyncward::cancellable;

#[tokio::test(start_paused = true)]
#[cancellable(timeout = "2s")]
async fn loads() -> Result<(), asyncward::Cancelled> { //~ ERROR
    tokio::task::yield_now().await;
    Ok(())
}

fn main() {}
