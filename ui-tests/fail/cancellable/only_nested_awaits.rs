//! The awaits of a nested block are not the function's own.

use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn load() -> Result<(), Cancelled> {
    tokio::spawn(async {
        tokio::task::yield_now().await; //~ ERROR
    });
    Ok(())
}

#[tokio::main]
async fn main() {
    let _done = load().await;
}
