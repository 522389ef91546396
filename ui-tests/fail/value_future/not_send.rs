//! What is boxed must be `Send`.

use asyncward::value_future;

#[value_future]
pub async fn count() -> usize {
    let shared = std::rc::Rc::new(1);
    tokio::task::yield_now().await; //~ ERROR
    *shared
}

fn main() {}
