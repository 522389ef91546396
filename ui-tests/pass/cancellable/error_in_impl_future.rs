#![deny(warnings)]
use std::future::Future;

use asyncward::{Cancelled, cancellable};

#[derive(Debug)]
pub struct LoadError;

impl From<Cancelled> for LoadError {
    fn from(_: Cancelled) -> Self {
        LoadError
    }
}

#[cancellable]
fn load(id: u32) -> impl Future<Output = Result<u32, LoadError>> + Send {
    async move {
        tokio::task::yield_now().await;
        Ok(id)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load(1).await.unwrap(), 1);
}
