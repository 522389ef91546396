//! The runtime needs an async fn.

use asyncward::value_future;

#[value_future]
#[tokio::main] //~ ERROR
async fn main() {
    tokio::task::yield_now().await;
}
