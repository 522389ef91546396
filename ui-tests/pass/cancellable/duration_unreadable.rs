#![deny(warnings)]
use asyncward::{Cancelled, Cause, cancellable};

#[cancellable(timeout = "1m30s")]
async fn load() -> Result<(), Cancelled> {
    std::future::pending().await
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let limit = std::time::Duration::from_secs(90);
    assert_eq!(load().await.unwrap_err().cause(), Cause::Deadline { limit });
}
