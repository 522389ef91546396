//! The handles of children in a struct that is the result.

use asyncward::bounded_spawn;
use tokio::task::JoinHandle;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Client {
    reader: JoinHandle<()>,
    workers: Vec<JoinHandle<u32>>,
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn connect() -> Result<Client, Error> {
    let reader = tokio::spawn(async {});
    let mut workers = Vec::new();
    for n in 0..3 {
        workers.push(tokio::spawn(async move { n }));
    }
    Ok(Client {
        reader, //~ ERROR
        workers, //~ ERROR
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = connect().await.unwrap();
    client.reader.await.unwrap();
    assert_eq!(client.workers.len(), 3);
}
