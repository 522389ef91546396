//! A timeout that is a `Duration`.

use std::time::Duration;

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = Duration::from_secs(5u64), on_failure = wait_all)]
async fn f() -> Result<(), Error> {
    tokio::spawn(async {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
