//! Handles in a `FuturesUnordered` that outlives them.

use asyncward::bounded_spawn;
use futures::stream::{FuturesUnordered, StreamExt};

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Service {
    workers: FuturesUnordered<tokio::task::JoinHandle<()>>,
}

impl Service {
    #[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
    async fn f(&mut self) -> Result<(), Error> {
        let mut workers = FuturesUnordered::new();
        workers.push(tokio::spawn(async {}));
        while let Some(done) = workers.next().await {
            done.unwrap();
        }
        self.workers.clear();
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    Service { workers: FuturesUnordered::new() }.f().await.unwrap();
}
