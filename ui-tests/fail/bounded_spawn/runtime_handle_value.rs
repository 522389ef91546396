//! A spawn on a runtime, in one expression.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    tokio::runtime::Handle::current().spawn_blocking(|| {}); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
