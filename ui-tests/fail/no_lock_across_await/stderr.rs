//! A locked standard error.

use std::io::Write as _;

use asyncward::no_lock_across_await;

async fn step() {}

#[no_lock_across_await]
async fn work() -> std::io::Result<()> {
    let mut err = std::io::stderr().lock(); //~ ERROR
    write!(err, "working ... ")?;
    step().await;
    writeln!(err, "done")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _worked = work().await;
}
