#![deny(warnings)]
use asyncward::value_future;

#[value_future(lazy, ?Send)]
pub async fn one() -> u32 {
    *std::rc::Rc::new(1)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
