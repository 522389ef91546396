//! A macro of the user's in the first part awaits, and nothing says so.

use asyncward::value_future;

macro_rules! wait {
    ($future:expr) => {
        $future.await
    };
}

#[value_future]
pub async fn one() -> u32 { //~ ERROR
    let one = wait!(std::future::ready(1));
    tokio::task::yield_now().await;
    one
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
