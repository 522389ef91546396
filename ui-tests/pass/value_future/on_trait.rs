#![deny(warnings)]
use asyncward::value_future;

pub trait Store {
    #[value_future]
    async fn count(&self) -> usize;
}

impl Store for u8 {
    #[value_future]
    async fn count(&self) -> usize {
        usize::from(*self)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store: &dyn Store = &3_u8;
    assert_eq!(store.count().await, 3);
}
