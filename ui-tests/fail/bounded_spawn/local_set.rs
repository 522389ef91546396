//! A task of a `LocalSet`.

use asyncward::bounded_spawn;
use tokio::task::LocalSet;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let local = LocalSet::new();
    local.spawn_local(async {}); //~ ERROR
    local.await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
