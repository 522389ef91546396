#![deny(warnings)]
use std::time::Duration;

use asyncward::{Cancelled, cancellable};

const STEP: Duration = Duration::from_secs(1);

#[cancellable(timeout = 2 * STEP)]
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(()));
}
