//! Children of the scope, in a collection; and a `JoinSet` of the user's own.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct JoinSet<T>(Vec<T>);

impl<T> FromIterator<T> for JoinSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        JoinSet(items.into_iter().collect())
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let set: JoinSet<_> = (0..3).map(|n| async move { n }).collect();
    let other = (0..3).collect::<JoinSet<i32>>();
    assert_eq!(set.0.len(), other.0.len());
    let mut tasks = Vec::new();
    for future in set.0 {
        tasks.push(tokio::spawn(future));
    }
    let gave = futures::future::join_all(tasks).await;
    assert_eq!(gave.len(), 3);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
