#![deny(warnings)]
use asyncward::{CancellationToken, cancellable, with_token};

async fn row(id: u32) -> u32 {
    id
}

#[cancellable(on_cancel = None)]
async fn find(id: u32) -> Option<u32> {
    let first = row(id).await;
    let second = row(first).await;
    Some(second)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(find(1).await, Some(1));
    let token = CancellationToken::new();
    token.cancel();
    assert_eq!(with_token(token, find(1)).await, None);
}
