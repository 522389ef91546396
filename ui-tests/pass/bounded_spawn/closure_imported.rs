//! A spawn by an imported name in a closure.

use asyncward::bounded_spawn;
use tokio::spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let mut tasks = Vec::new();
    for n in 0..3 {
        tasks.push(spawn(async move { n }));
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
