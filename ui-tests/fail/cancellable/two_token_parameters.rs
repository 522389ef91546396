//! Nothing says which of two tokens the function listens to.

use asyncward::{Cancelled, CancellationToken, cancellable};

#[cancellable]
async fn serve(
    shutdown: CancellationToken,
    request: &CancellationToken, //~ ERROR
) -> Result<(), Cancelled> {
    shutdown.cancelled().await;
    request.cancelled().await;
    Ok(())
}

#[tokio::main]
async fn main() {
    let token = CancellationToken::new();
    let _end = serve(token.clone(), &token).await;
}
