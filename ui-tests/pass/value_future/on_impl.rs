#![deny(warnings)]
use asyncward::value_future;

pub struct Store;

impl Store {
    #[value_future]
    pub async fn count(&self) -> usize {
        0
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Store.count().await, 0);
}
