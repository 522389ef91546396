//! Options without a comma between.

use asyncward::no_blocking;

#[no_blocking(also(cpu) crate = asyncward)] //~ ERROR
async fn work() {
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    work().await;
}
