//! Neither can a number.

use asyncward::cancellable;

async fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn count(id: u32) -> u32 { //~ ERROR
    row(id).await + 1
}

#[tokio::main]
async fn main() {
    count(1).await;
}
