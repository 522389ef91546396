#![deny(warnings)]
use std::future::Future;

use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> Result<u32, Cancelled> {
    Ok(id)
}

#[cancellable]
fn load(id: u32) -> impl Future<Output = Result<u32, Cancelled>> {
    async move { row(id).await }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load(1).await, Ok(1));
}
