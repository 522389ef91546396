//! An arm of `select!` waits for something that is not a future.

use asyncward::{Cancelled, cancellable};

fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn load() -> Result<u32, Cancelled> {
    tokio::select! {
        () = tokio::task::yield_now() => Ok(0),
        second = row(1) => Ok(second), //~ ERROR
    }
}

#[tokio::main]
async fn main() {
    let _row = load().await;
}
