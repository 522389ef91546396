//! A thread with a name.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    let builder = std::thread::Builder::new();
    builder.name("worker".to_owned()).spawn(|| {}).unwrap(); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
