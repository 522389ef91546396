#![deny(warnings)]
use asyncward::value_future;

pub trait Store {
    #[value_future]
    async fn count(&self) -> usize {
        0
    }
}

impl Store for () {}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(().count().await, 0);
}
