#![deny(warnings)]
use async_trait::async_trait;
use asyncward::{Cancelled, cancellable};

#[derive(Debug)]
pub struct StoreError;

impl From<Cancelled> for StoreError {
    fn from(_: Cancelled) -> Self {
        StoreError
    }
}

#[async_trait]
trait Store {
    async fn get(&self, id: u32) -> Result<u32, StoreError>;
}

struct Memory;

#[async_trait]
impl Store for Memory {
    #[cancellable]
    async fn get(&self, id: u32) -> Result<u32, StoreError> {
        tokio::task::yield_now().await;
        Ok(id)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store: Box<dyn Store> = Box::new(Memory);
    assert_eq!(store.get(1).await.unwrap(), 1);
}
