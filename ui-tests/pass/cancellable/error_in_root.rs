#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

#[derive(Debug)]
pub struct ServeError;

impl From<Cancelled> for ServeError {
    fn from(_: Cancelled) -> Self {
        ServeError
    }
}

#[cancellable]
async fn serve(token: CancellationToken) -> Result<(), ServeError> {
    loop {
        tokio::task::yield_now().await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let token = CancellationToken::new();
    token.cancel();
    assert!(serve(token).await.is_err());
}
