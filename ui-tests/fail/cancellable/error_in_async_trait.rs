//! The same in a method under `#[async_trait]`.

use asyncward::cancellable;
use async_trait::async_trait;

#[derive(Debug)]
pub struct StoreError;

#[async_trait]
trait Store {
    async fn get(&self, id: u32) -> Result<u32, StoreError>;
}

struct Memory;

#[async_trait]
impl Store for Memory {
    #[cancellable]
    async fn get(&self, id: u32) -> Result<u32, StoreError> { //~ ERROR
        tokio::task::yield_now().await;
        Ok(id)
    }
}

#[tokio::main]
async fn main() {
    let _row = Memory.get(1).await;
}
