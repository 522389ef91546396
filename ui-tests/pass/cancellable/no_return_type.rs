#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable, with_token};

#[cancellable]
async fn flush() -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[cancellable(on_cancel = ())]
async fn flush_or_not() {
    std::future::pending::<()>().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(flush().await, Ok(()));
    let token = CancellationToken::new();
    token.cancel();
    assert!(with_token(token.clone(), flush()).await.is_err());
    with_token(token, flush_or_not()).await;
}
