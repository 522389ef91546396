//! A thread with a name.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Builder;

impl Builder {
    fn spawn(self, work: impl FnOnce()) -> Option<()> {
        work();
        Some(())
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let builder = Builder;
    builder.spawn(|| {}).unwrap();
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
