//! A borrow that is alive where an imported spawn waits.

use asyncward::bounded_spawn;
use tokio::task::spawn_blocking;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(items: &std::sync::Mutex<Vec<u32>>) -> Result<(), Error> {
    let items = items.lock().unwrap(); //~ ERROR
    for item in items.iter().copied() {
        let work = move || item;
        spawn_blocking(work);
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::new(vec![1])).await.unwrap();
}
