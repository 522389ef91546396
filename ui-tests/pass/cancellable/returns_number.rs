#![deny(warnings)]
use asyncward::{CancellationToken, cancellable, with_token};

async fn row(id: u32) -> u32 {
    id
}

#[cancellable(on_cancel = 0)]
async fn count(id: u32) -> u32 {
    row(id).await + 1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(count(1).await, 2);
    let token = CancellationToken::new();
    token.cancel();
    assert_eq!(with_token(token, count(1)).await, 0);
}
