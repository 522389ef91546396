//! All mistakes of one attribute are told in one run.

use asyncward::{Cancelled, CancellationToken, cancellable};

#[cancellable(
    tokn = stop, //~ ERROR
    timeout = 30, //~ ERROR
    on_cancel, //~ ERROR
    timeout = "30s" //~ ERROR
)]
async fn load( //~ ERROR
    first: CancellationToken,
    second: CancellationToken, //~ ERROR
) -> Result<bool, Cancelled> {
    Ok(first.is_cancelled() && second.is_cancelled())
}

#[tokio::main]
async fn main() {
    let _done = load(CancellationToken::new(), CancellationToken::new()).await;
}
