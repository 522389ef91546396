#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

#[cancellable(timeout = "30s")]
async fn load(first: CancellationToken) -> Result<bool, Cancelled> {
    first.cancelled().await;
    Ok(first.is_cancelled())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let token = CancellationToken::new();
    token.cancel();
    assert!(load(token).await.is_err());
}
