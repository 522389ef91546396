#![deny(warnings)]
use std::convert::Infallible;

use asyncward::value_future;

#[value_future]
pub async fn serve(n: u32) -> Result<Infallible, u32> {
    for _ in 0..n {
        tokio::task::yield_now().await;
    }
    Err(n)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(serve(2).await.unwrap_err(), 2);
}
