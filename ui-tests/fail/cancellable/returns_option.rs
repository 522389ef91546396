//! An `Option` cannot say that the function was stopped, unless `on_cancel` says how.

use asyncward::cancellable;

async fn row(id: u32) -> u32 {
    id
}

#[cancellable]
async fn find(id: u32) -> Option<u32> { //~ ERROR
    let first = row(id).await;
    let second = row(first).await;
    Some(second)
}

#[tokio::main]
async fn main() {
    find(1).await;
}
