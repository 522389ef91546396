//! A spawn on a runtime behind a pointer.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(runtime: &std::sync::Arc<tokio::runtime::Runtime>) -> Result<(), Error> {
    runtime.spawn(async {}); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = f;
}
