//! A value without a name, and two options without a comma.

use asyncward::{Cancelled, CancellationToken, cancellable};

static SHUTDOWN: std::sync::LazyLock<CancellationToken> =
    std::sync::LazyLock::new(CancellationToken::new);

#[cancellable("2s")] //~ ERROR
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(timeout = "2s" token = *SHUTDOWN)] //~ ERROR
async fn store() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = (load().await, store().await);
}
