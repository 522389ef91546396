#![deny(warnings)]
use std::future::Future;

use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn retry<T, E, F>(run: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
    E: From<Cancelled>,
{
    match run().await {
        Ok(done) => Ok(done),
        Err(_) => run().await,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let done = retry(|| async { Ok::<u32, Cancelled>(1) }).await;
    assert_eq!(done, Ok(1));
}
