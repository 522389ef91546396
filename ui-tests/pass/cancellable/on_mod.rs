#![deny(warnings)]
pub mod store {
    use asyncward::{Cancelled, cancellable};

    #[cancellable]
    pub async fn count() -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(store::count().await, Ok(0));
}
