#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

struct Store;

impl Store {
    /// Loads a row.
    #[cancellable(timeout = "2s")]
    async fn load(&self, id: u32) -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        Ok(id)
    }

    async fn load_all(&self) -> Result<u32, Cancelled> {
        let first = self.load(1).await?;
        Ok(first + self.load(2).await?)
    }
}

#[cancellable]
async fn load(store: &Store) -> Result<u32, Cancelled> {
    store.load(1).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Store.load_all().await, Ok(3));
    assert_eq!(load(&Store).await, Ok(1));
}
