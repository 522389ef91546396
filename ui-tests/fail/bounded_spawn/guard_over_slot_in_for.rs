//! A loop over what is locked, which spawns.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

impl From<asyncward::ScopeError> for Error {
    fn from(_: asyncward::ScopeError) -> Self {
        Error
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn f(items: &std::sync::Mutex<Vec<u32>>) -> Result<(), Error> {
    for item in items.lock().unwrap().drain(..) { //~ ERROR
        tokio::task::spawn(async move { item });
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::new(vec![1])).await.unwrap();
}
