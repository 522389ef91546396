#![deny(warnings)]
use std::time::Duration;

use asyncward::{Cancelled, Cause, cancellable};

const LIMIT: Duration = Duration::from_secs(30);

#[cancellable(timeout = LIMIT * 2)]
async fn load() -> Result<(), Cancelled> {
    std::future::pending().await
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    assert_eq!(load().await.unwrap_err().cause(), Cause::Deadline { limit: LIMIT * 2 });
}
