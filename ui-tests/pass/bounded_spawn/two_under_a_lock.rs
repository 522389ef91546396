//! The spawns in front of the statement.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(list: &std::sync::Mutex<Vec<tokio::task::AbortHandle>>) -> Result<(), Error> {
    let tasks = [tokio::spawn(async {}).abort_handle(), tokio::spawn(async {}).abort_handle()];
    list.lock().unwrap().extend(tasks);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::default()).await.unwrap();
}
