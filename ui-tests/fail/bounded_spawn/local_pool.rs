//! A spawn on a `LocalPoolHandle`.

use tokio_util::task::LocalPoolHandle;

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
    let pool = LocalPoolHandle::new(1);
    pool.spawn_pinned(|| async {}).await.unwrap(); //~ ERROR
    pool.spawn_pinned_by_idx(|| async {}, 0).await.unwrap(); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
