#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

trait Store {
    async fn count(&self) -> Result<usize, Cancelled>;
}

struct Memory;

impl Store for Memory {
    #[cancellable]
    async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Memory.count().await, Ok(0));
}
