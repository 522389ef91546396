//! The handle of a task that outlives the function.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<tokio::task::JoinHandle<()>, Error> {
    Ok(asyncward::detach("it serves until the process ends", async {}))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap().await.unwrap();
}
