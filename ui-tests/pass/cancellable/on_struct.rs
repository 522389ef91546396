#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

/// Holds rows.
#[derive(Default)]
pub struct Store {
    pub rows: Vec<u32>,
}

impl Store {
    #[cancellable]
    pub async fn count(&self) -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(self.rows.len())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Store::default().count().await, Ok(0));
}
