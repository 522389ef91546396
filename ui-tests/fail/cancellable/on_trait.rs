//! A trait has the functions, but is none.

use asyncward::{Cancelled, cancellable};

#[cancellable]
#[allow(async_fn_in_trait)]
pub trait Store { //~ ERROR
    async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

struct Memory;

impl Store for Memory {}

#[tokio::main]
async fn main() {
    let _count = Memory.count().await;
}
