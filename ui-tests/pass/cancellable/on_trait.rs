#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[allow(async_fn_in_trait)]
pub trait Store {
    #[cancellable]
    async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

struct Memory;

impl Store for Memory {}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Memory.count().await, Ok(0));
}
