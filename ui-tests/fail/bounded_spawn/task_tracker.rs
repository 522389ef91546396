//! A `TaskTracker` beside the scope.

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
    let tracker = tokio_util::task::TaskTracker::new();
    tracker.spawn(async {}); //~ ERROR
    tracker.close();
    tracker.wait().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
