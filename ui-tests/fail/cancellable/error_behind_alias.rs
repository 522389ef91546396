//! The error type is not in sight where the return type is an alias.

use asyncward::cancellable;

mod config {
    #[derive(Debug)]
    pub struct Error;

    pub type Result<T> = std::result::Result<T, Error>;
}

#[cancellable]
async fn load() -> config::Result<Vec<String>> { //~ ERROR
    tokio::task::yield_now().await;
    Ok(Vec::new())
}

#[tokio::main]
async fn main() {
    let _lines = load().await;
}
