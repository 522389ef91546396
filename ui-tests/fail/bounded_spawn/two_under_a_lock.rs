//! Two spawns in a statement that holds a lock.

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
    list.lock().unwrap().extend([
        tokio::spawn(async {}).abort_handle(),
        tokio::spawn(async {}).abort_handle(), //~ ERROR
    ]);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::default()).await.unwrap();
}
