#![deny(warnings)]
use asyncward::value_future;

#[value_future(lazy)]
pub async fn one() -> u32 {
    1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(!one().is_ready());
    assert_eq!(one().await, 1);
}
