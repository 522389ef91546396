//! An error type of one's own that has many conversions, but none from `Cancelled`.

use asyncward::cancellable;

#[derive(Debug)]
pub enum LoadError {
    Io(std::io::Error),
    Number(std::num::ParseIntError),
    Text(std::str::Utf8Error),
    Format(std::fmt::Error),
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

impl From<std::str::Utf8Error> for LoadError {
    fn from(error: std::str::Utf8Error) -> Self {
        LoadError::Text(error)
    }
}

impl From<std::fmt::Error> for LoadError {
    fn from(error: std::fmt::Error) -> Self {
        LoadError::Format(error)
    }
}

async fn read() -> Result<String, std::io::Error> {
    Ok("1".to_owned())
}

#[cancellable]
async fn load() -> Result<u32, LoadError> { //~ ERROR
    let first: u32 = read().await?.parse()?;
    let second: u32 = read().await?.parse()?;
    tokio::task::yield_now().await;
    Ok(first + second)
}

#[tokio::main]
async fn main() {
    let _sum = load().await;
}
