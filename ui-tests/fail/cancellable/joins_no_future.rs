//! An argument of `join!` is not a future.

use asyncward::{Cancelled, cancellable};

fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn load() -> Result<u32, Cancelled> {
    let ((), second) = tokio::join!(tokio::task::yield_now(), row(1)); //~ ERROR
    Ok(second)
}

#[tokio::main]
async fn main() {
    let _row = load().await;
}
