//! What a stopped call returns is not what the function returns.

use asyncward::cancellable;

async fn row(id: u32) -> u32 {
    id
}

#[cancellable(on_cancel = 0)] //~ ERROR
async fn find(id: u32) -> Option<u32> {
    let first = row(id).await;
    Some(row(first).await)
}

#[tokio::main]
async fn main() {
    find(1).await;
}
