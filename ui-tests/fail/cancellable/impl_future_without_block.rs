//! A function that hands on the future of somebody else has no awaits of its own.

use std::future::Future;

use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> Result<u32, Cancelled> {
    Ok(id)
}

#[cancellable]
fn load(id: u32) -> impl Future<Output = Result<u32, Cancelled>> { //~ ERROR
    row(id)
}

#[tokio::main]
async fn main() {
    let _row = load(1).await;
}
