#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

struct Request {
    done: CancellationToken,
}

#[cancellable]
async fn serve(shutdown: CancellationToken, request: &Request) -> Result<(), Cancelled> {
    request.done.cancelled().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let shutdown = CancellationToken::new();
    let request = Request { done: CancellationToken::new() };
    shutdown.cancel();
    assert!(serve(shutdown, &request).await.is_err());
}
