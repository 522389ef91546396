//! The guard ends with its block.

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
    let item = {
        let mut items = items.lock().unwrap();
        items.pop()
    };
    tokio::spawn(async move { item });
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f(&std::sync::Mutex::new(vec![1])).await.unwrap();
}
