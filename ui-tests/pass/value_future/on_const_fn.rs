#![deny(warnings)]
use asyncward::value_future;

pub const fn one() -> u32 {
    1
}

#[value_future]
pub async fn two() -> u32 {
    one() + 1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(two().is_ready());
}
