#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    #[cancellable]
    async fn load(id: u32) -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        Ok(id)
    }
    let twice = async |id: u32| load(2 * id).await;
    assert_eq!(twice(1).await, Ok(2));
}
