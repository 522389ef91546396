//! A `JoinSet` that an iterator is collected into.

use tokio::task::JoinSet;

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
    let set: JoinSet<_> = (0..3).map(|n| async move { n }).collect(); //~ ERROR
    set.join_all().await;
    let set = (0..3).map(|n| async move { n }).collect::<JoinSet<i32>>(); //~ ERROR
    set.join_all().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
