#![deny(warnings)]
use asyncward::{ValueFuture, await_value};

pub async fn all() -> u32 {
    await_value!(ValueFuture::ready(1))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(all().await, 1);
}
