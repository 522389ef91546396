//! A spawn on a runtime behind a pointer.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Runtime;

impl Runtime {
    fn spawn(&self, _: impl Future<Output = ()>) {}
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(runtime: &std::sync::Arc<Runtime>) -> Result<(), Error> {
    runtime.spawn(async {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Arc::new(Runtime)).await.unwrap();
}
