//! The function of a broken attribute is there all the same: its callers, in this file a method and
//! one with the attribute, say nothing.

use asyncward::{Cancelled, cancellable};

struct Store;

impl Store {
    /// Loads a row.
    #[cancellable(timeout = 2)] //~ ERROR
    #[must_use]
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

#[tokio::main]
async fn main() {
    let _sum = Store.load_all().await;
    let _first = load(&Store).await;
}
