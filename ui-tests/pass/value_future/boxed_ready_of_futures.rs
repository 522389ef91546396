#![deny(warnings)]
use asyncward::value_future;
use futures::FutureExt;
use futures::future::lazy;

#[value_future]
pub async fn one() -> u32 {
    lazy(|_| 1).boxed().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
