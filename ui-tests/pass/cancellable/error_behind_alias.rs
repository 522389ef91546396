#![deny(warnings)]
use asyncward::cancellable;

mod config {
    use asyncward::Cancelled;

    #[derive(Debug)]
    pub struct Error;

    impl From<Cancelled> for Error {
        fn from(_: Cancelled) -> Self {
            Error
        }
    }

    pub type Result<T> = std::result::Result<T, Error>;
}

#[cancellable]
async fn load() -> config::Result<Vec<String>> {
    tokio::task::yield_now().await;
    Ok(Vec::new())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(load().await.unwrap().is_empty());
}
