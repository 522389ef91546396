#![deny(warnings)]
use asyncward::{ValueFuture, value_future};

pub fn one() -> ValueFuture<'static, u32> {
    ValueFuture::ready(1)
}

#[value_future]
pub async fn two() -> u32 {
    one().await + 1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(two().await, 2);
}
