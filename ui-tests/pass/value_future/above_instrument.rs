#![deny(warnings)]
use asyncward::value_future;

#[tracing::instrument]
#[value_future]
pub async fn one() -> u32 {
    tokio::task::yield_now().await;
    1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
