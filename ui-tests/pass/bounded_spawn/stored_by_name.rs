//! A handle of a task that outlives the function.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Service {
    workers: Vec<tokio::task::JoinHandle<()>>,
}

impl Service {
    #[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
    async fn f(&mut self) -> Result<(), Error> {
        let worker = tokio::spawn(async {});
        worker.await.map_err(|_| Error)?;
        self.workers.push(asyncward::detach("it outlives the call", async {}));
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    Service { workers: Vec::new() }.f().await.unwrap();
}
