#![deny(warnings)]
use asyncward::value_future;
use futures::FutureExt;

#[value_future]
pub async fn one() -> u32 {
    async move {
        tokio::task::yield_now().await;
        1
    }
    .boxed()
    .await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
