//! A child that is not `Send`, and a pool of the user's own.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Pool;

impl Pool {
    async fn spawn_pinned<F: Future>(&self, make: impl FnOnce() -> F) -> F::Output {
        make().await
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    Pool.spawn_pinned(|| async {}).await;
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            tokio::task::spawn_local(async {}).await.unwrap();
        })
        .await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
