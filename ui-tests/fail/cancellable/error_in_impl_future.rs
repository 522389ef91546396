//! The same in a function that returns `impl Future`.

use std::future::Future;

use asyncward::cancellable;

#[derive(Debug)]
pub struct LoadError;

#[cancellable]
fn load(id: u32) -> impl Future<Output = Result<u32, LoadError>> + Send { //~ ERROR
    async move {
        tokio::task::yield_now().await;
        Ok(id)
    }
}

#[tokio::main]
async fn main() {
    let _row = load(1).await;
}
