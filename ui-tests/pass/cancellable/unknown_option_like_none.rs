#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    for _retry in 0..3 {
        assert_eq!(load().await, Ok(()));
    }
}
