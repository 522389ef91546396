//! The handle of a child as the result, whose type is spelled by aliases.

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
    if again {
        return Ok(tokio::spawn(async { Ok(()) })); //~ ERROR
    }
    let connection = tokio::spawn(async { Err(Error) });
    match again {
        true => Err(Error),
        false => Ok(connection), //~ ERROR
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    connect(false).await.unwrap().await.unwrap().unwrap();
}
