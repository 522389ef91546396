//! What is awaited is not a future: the compiler says it of the user's expression.

use asyncward::{Cancelled, cancellable};

fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn load() -> Result<u32, Cancelled> {
    let first = row(1).await; //~ ERROR
    Ok(first)
}

#[tokio::main]
async fn main() {
    let _row = load().await;
}
