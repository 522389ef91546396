//! A guard that is alive where a spawn waits.

use asyncward::{bounded_spawn, no_lock_across_await};

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[no_lock_across_await]
#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(count: &std::sync::Mutex<u32>) -> Result<(), Error> {
    let mut count = count.lock().unwrap(); //~ ERROR
    *count += 1;
    tokio::spawn(async {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::new(1)).await.unwrap();
}
