#![deny(warnings)]
use asyncward::value_future;

pub trait Store {
    #[value_future]
    async fn count(&self) -> usize;
}

impl Store for u8 {
    #[value_future(lazy)]
    async fn count(&self) -> usize {
        usize::from(*self)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(Store::count(&3_u8).await, 3);
}
