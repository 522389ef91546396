//! A loop around the spawn.

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
    let numbers = [1, 2].map(|n| async move { n });
    let mut tasks = Vec::new();
    for number in numbers {
        tasks.push(tokio::spawn(number));
    }
    drop(tasks);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
