//! A `JoinSet` beside the scope.

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
    let mut set = tokio::task::JoinSet::new();
    set.spawn(async { 1 }); //~ ERROR
    while let Some(done) = set.join_next().await {
        assert_eq!(done.unwrap(), 1);
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
