#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

pub struct Store;

impl Store {
    #[cancellable]
    pub async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Store.count().await, Ok(0));
}
