#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

static SHUTDOWN: std::sync::LazyLock<CancellationToken> =
    std::sync::LazyLock::new(CancellationToken::new);

#[cancellable(timeout = "2s")]
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = "2s", token = *SHUTDOWN)]
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(()));
    SHUTDOWN.cancel();
    assert!(store().await.is_err());
}
