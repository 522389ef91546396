//! A result that nobody looks at is told at its await, each by itself.
#![deny(unused_must_use)]

use asyncward::{Cancelled, cancellable};

async fn save(_: u32) -> Result<(), Cancelled> {
    Ok(())
}

#[cancellable]
async fn save_all() -> Result<(), Cancelled> {
    save(1).await; //~ ERROR
    tokio::task::yield_now().await;
    save(2).await; //~ ERROR
    Ok(())
}

#[tokio::main]
async fn main() {
    let _ = save_all().await;
}
