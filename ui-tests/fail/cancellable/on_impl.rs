//! An impl has the functions, but is none.

use asyncward::{Cancelled, cancellable};

pub struct Store;

#[cancellable]
impl Store { //~ ERROR
    pub async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main]
async fn main() {
    let _count = Store.count().await;
}
