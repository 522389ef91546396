//! The same in a function with a token of its own.

use asyncward::{CancellationToken, cancellable};

#[derive(Debug)]
pub struct ServeError;

#[cancellable]
async fn serve(token: CancellationToken) -> Result<(), ServeError> { //~ ERROR
    loop {
        tokio::task::yield_now().await;
    }
}

#[tokio::main]
async fn main() {
    let _end = serve(CancellationToken::new()).await;
}
