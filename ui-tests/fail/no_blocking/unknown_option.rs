//! An option of no such name.

use asyncward::no_blocking;

#[no_blocking(aslo(cpu))] //~ ERROR
async fn work() {
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    work().await;
}
