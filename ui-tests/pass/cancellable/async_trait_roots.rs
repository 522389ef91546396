//! `#[async_trait]` methods that are roots: below `#[tracing::instrument(err)]`, and with a token only the attribute uses.

#![deny(warnings)]
use asyncward::{CancellationToken, cancellable};
use async_trait::async_trait;
type Error = Box<dyn std::error::Error + Send + Sync>;

#[async_trait]
trait Boxed: Sync {
    async fn required(&self, id: u32) -> Result<u32, Error>;
    async fn with(&self, token: CancellationToken) -> Result<u32, Error>;
}
struct Other;

#[async_trait]
impl Boxed for Other {
    #[cancellable(timeout = "1h")]
    #[tracing::instrument(skip(self), err)]
    async fn required(&self, id: u32) -> Result<u32, Error> {
        tokio::task::yield_now().await;
        Ok(id)
    }

    #[cancellable]
    async fn with(&self, token: CancellationToken) -> Result<u32, Error> {
        std::future::pending().await
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Other.required(1).await.unwrap(), 1);
    let token = CancellationToken::new();
    token.cancel();
    assert!(Other.with(token).await.is_err());
}
