//! A parameter's type is called `CancellationToken`, but it is another one.

use asyncward::{Cancelled, cancellable};

mod legacy {
    pub struct CancellationToken;
}

#[cancellable]
async fn serve(token: &legacy::CancellationToken) -> Result<(), Cancelled> { //~ ERROR
    std::future::pending().await
}

#[tokio::main]
async fn main() {
    let _end = serve(&legacy::CancellationToken).await;
}
