//! Results that are looked at.
#![deny(unused_must_use)]

use asyncward::{Cancelled, cancellable};

async fn save(_: u32) -> Result<(), Cancelled> {
    Ok(())
}

#[cancellable]
async fn save_all() -> Result<(), Cancelled> {
    save(1).await?;
    tokio::task::yield_now().await;
    save(2).await?;
    Ok(())
}

#[tokio::main]
async fn main() {
    assert!(save_all().await.is_ok());
}
