#![deny(warnings)]
use asyncward::value_future;

#[value_future]
pub async fn both(x: u32) -> u32 {
    let r = &x;
    let y = 2;
    tokio::task::yield_now().await;
    *r + 10 * y
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(both(1).await, 21);
}
