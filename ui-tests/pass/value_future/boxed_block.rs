#![deny(warnings)]
use asyncward::value_future;

#[value_future]
pub async fn one() -> u32 {
    #[asyncward::allow(boxing, reason = "the type of the table's futures")]
    let one = Box::pin(async { 1 });
    one.await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
