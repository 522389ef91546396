//! `tokio::spawn`, imported by another name in the function, and functions of the user's own.

#![deny(warnings)]

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

async fn work() {}

fn go<F: Future>(future: F) -> F {
    future
}

fn run<T>(work: T) {
    drop(work);
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    use tokio::{spawn as begin, task::spawn_blocking as compute};
    begin(work());
    let task = begin(async { 1 });
    assert_eq!(task.await.unwrap() + go(async { 2 }).await, 3);
    assert_eq!(compute(|| 4).await.unwrap(), 4);
    run(work());
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
