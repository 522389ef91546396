//! A spawn in a macro that nobody knows.

use asyncward::bounded_spawn;

macro_rules! go {
    ($($tokens:tt)*) => {
        $($tokens)*
    };
}

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f() -> Result<(), Error> {
    go!(tokio::spawn(async {})); //~ ERROR
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
