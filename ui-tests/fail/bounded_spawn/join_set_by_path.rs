//! A task of a `JoinSet`, by the path of the method.

use asyncward::bounded_spawn;
use tokio::task::JoinSet;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let mut set = JoinSet::new();
    JoinSet::spawn(&mut set, async {}); //~ ERROR
    while set.join_next().await.is_some() {}
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
