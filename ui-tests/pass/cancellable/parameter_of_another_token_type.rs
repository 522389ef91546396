#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

#[cancellable]
async fn serve(token: &CancellationToken) -> Result<(), Cancelled> {
    std::future::pending().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let token = CancellationToken::new();
    token.cancel();
    assert!(serve(&token).await.is_err());
}
