#![deny(warnings)]
use asyncward::value_future;

macro_rules! give_up {
    ($condition:expr) => {
        if $condition {
            return 0;
        }
    };
}

#[value_future]
pub async fn one(n: u32) -> u32 {
    give_up!(n == 1);
    tokio::task::yield_now().await;
    n
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(one(1).is_ready());
    assert_eq!(one(2).await, 2);
}
