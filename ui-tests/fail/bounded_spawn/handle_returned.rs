//! The handle of a child as the result.

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
    let worker = tokio::spawn(async {});
    Ok(worker) //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap().await.unwrap();
}
