#![deny(warnings)]
use std::time::Duration;

use asyncward::{Cancelled, Cause, cancellable};

#[cancellable(timeout = "30s")]
async fn load() -> Result<(), Cancelled> {
    std::future::pending().await
}

#[cancellable(timeout = Duration::from_secs(30))]
async fn store() -> Result<(), Cancelled> {
    std::future::pending().await
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let limit = Duration::from_secs(30);
    assert_eq!(load().await.unwrap_err().cause(), Cause::Deadline { limit });
    assert_eq!(store().await.unwrap_err().cause(), Cause::Deadline { limit });
}
