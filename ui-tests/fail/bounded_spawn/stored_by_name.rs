//! A handle that is stored by its name.

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
        self.workers.push(worker); //~ ERROR
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    Service { workers: Vec::new() }.f().await.unwrap();
}
