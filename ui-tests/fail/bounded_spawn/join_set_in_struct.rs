//! A `JoinSet` in a struct, one error for each.

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
    struct Jobs {
        set: tokio::task::JoinSet<()>,
    }
    let mut jobs = Jobs { set: tokio::task::JoinSet::new() };
    jobs.set.spawn(async {}); //~ ERROR
    jobs.set.spawn_blocking(|| {}); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
