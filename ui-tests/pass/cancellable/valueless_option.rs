#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[cancellable(timeout = "2s")]
async fn load() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(on_cancel = 0)]
async fn count() -> u32 {
    tokio::task::yield_now().await;
    1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(()));
    assert_eq!(count().await, 1);
}
