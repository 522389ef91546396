//! A method that is only declared has no awaits.

use asyncward::{Cancelled, cancellable};

trait Store {
    #[cancellable]
    async fn count(&self) -> Result<usize, Cancelled>; //~ ERROR
}

struct Memory;

impl Store for Memory {
    async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main]
async fn main() {
    let _count = Memory.count().await;
}
