//! A generic error type needs the conversion as a bound.

use std::future::Future;

use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn retry<T, E, F>(run: impl Fn() -> F) -> Result<T, E> //~ ERROR
where
    F: Future<Output = Result<T, E>>,
{
    match run().await {
        Ok(done) => Ok(done),
        Err(_) => run().await,
    }
}

#[tokio::main]
async fn main() {
    let _done = retry(async || Ok::<u32, Cancelled>(1)).await;
}
