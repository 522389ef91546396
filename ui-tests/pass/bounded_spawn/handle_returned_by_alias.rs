//! The handle of a task that outlives the function, whose type is spelled by aliases.

use asyncward::bounded_spawn;
use tokio::task::JoinHandle;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

type ConnectHandle = JoinHandle<Result<(), Error>>;
type Connected<T> = Result<T, Error>;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn connect(again: bool) -> Connected<ConnectHandle> {
    let greeting = tokio::spawn(async { 1 });
    let serves = asyncward::detach("it serves until the process ends", async { Ok(()) });
    match greeting.await {
        Ok(_) if !again => Ok(serves),
        _ => Err(Error),
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn child() -> Connected<asyncward::Task<u32>> {
    let ended = tokio::spawn(async { 3 });
    Ok(ended)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    connect(false).await.unwrap().await.unwrap().unwrap();
    assert_eq!(child().await.unwrap().await.unwrap(), 3);
}
