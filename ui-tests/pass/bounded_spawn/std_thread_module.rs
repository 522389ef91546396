//! A thread, by its module.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

mod thread {
    pub(super) fn spawn(work: impl FnOnce()) {
        work();
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    thread::spawn(|| {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
