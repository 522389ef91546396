#![deny(warnings)]
use std::io::Write as _;

use asyncward::no_lock_across_await;

async fn step() {}

#[no_lock_across_await]
async fn work() -> std::io::Result<()> {
    step().await;
    let mut err = std::io::stderr().lock();
    writeln!(err, "working ... done")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    work().await.unwrap();
}
