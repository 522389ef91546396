//! `also` without a list.

use asyncward::no_blocking;

#[no_blocking(also = cpu)] //~ ERROR
async fn work() {
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    work().await;
}
