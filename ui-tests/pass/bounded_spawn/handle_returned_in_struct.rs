//! What the children give in a struct that is the result, and the handle of a task that is none.

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
    workers: Vec<u32>,
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn connect() -> Result<Client, Error> {
    let reader = asyncward::detach("it reads as long as the client lives", async {});
    let mut handles = Vec::new();
    for n in 0..3 {
        handles.push(tokio::spawn(async move { n }));
    }
    let mut workers = Vec::new();
    for handle in handles {
        workers.push(handle.await.map_err(|_| Error)?);
    }
    Ok(Client { reader, workers })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = connect().await.unwrap();
    client.reader.await.unwrap();
    assert_eq!(client.workers, [0, 1, 2]);
}
