#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable, with_token};

#[derive(Debug)]
pub enum LoadError {
    Io(std::io::Error),
    Number(std::num::ParseIntError),
    Cancelled(Cancelled),
}

impl From<std::io::Error> for LoadError {
    fn from(error: std::io::Error) -> Self {
        LoadError::Io(error)
    }
}

impl From<std::num::ParseIntError> for LoadError {
    fn from(error: std::num::ParseIntError) -> Self {
        LoadError::Number(error)
    }
}

impl From<Cancelled> for LoadError {
    fn from(cancelled: Cancelled) -> Self {
        LoadError::Cancelled(cancelled)
    }
}

async fn read() -> Result<String, std::io::Error> {
    Ok("1".to_owned())
}

#[cancellable]
async fn load() -> Result<u32, LoadError> {
    let first: u32 = read().await?.parse()?;
    let second: u32 = read().await?.parse()?;
    tokio::task::yield_now().await;
    Ok(first + second)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await.unwrap(), 2);
    let token = CancellationToken::new();
    token.cancel();
    match with_token(token, load()).await.unwrap_err() {
        LoadError::Cancelled(cancelled) => assert_eq!(cancelled.site().function(), Some("load")),
        other => panic!("{other:?}"),
    }
}
