//! A child whose output is known only where it is awaited.

use asyncward::bounded_spawn;

#[derive(Default)]
struct Row;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let task = tokio::spawn(async { Default::default() }); //~ ERROR
    let row: Row = task.await.map_err(|_| Error)?;
    drop(row);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
