//! A handle that outlives its child.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

struct Service {
    worker: Option<tokio::task::JoinHandle<()>>,
}

impl Service {
    #[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
    async fn f(&mut self) -> Result<(), Error> {
        self.worker = Some(asyncward::detach("runs as long as the service", async {}));
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    Service { worker: None }.f().await.unwrap();
}
