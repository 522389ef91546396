#![deny(warnings)]
use asyncward::value_future;

#[value_future(?Send)]
pub async fn count() -> usize {
    let shared = std::rc::Rc::new(1);
    tokio::task::yield_now().await;
    *shared
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(count().await, 1);
}
