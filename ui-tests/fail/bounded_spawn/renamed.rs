//! `tokio::spawn`, imported by another name outside of the function.

use tokio::spawn as go;

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

async fn work() {}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    go(work()); //~ ERROR
    let task = go(async { 1 }); //~ ERROR
    task.await.unwrap();
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
