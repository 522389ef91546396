#![deny(warnings)]
use asyncward::value_future;

#[value_future]
pub async fn next(n: u32) -> u32 {
    n + 1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let f = |n| next(n);
    assert_eq!(f(1).await, 2);
}
