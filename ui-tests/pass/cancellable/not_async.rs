#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn load(id: u32) -> Result<u32, Cancelled> {
    Ok(row(id).await)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load(1).await, Ok(1));
}
