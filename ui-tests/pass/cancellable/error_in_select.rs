#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

#[derive(Debug)]
pub struct RaceError;

impl From<Cancelled> for RaceError {
    fn from(_: Cancelled) -> Self {
        RaceError
    }
}

async fn row(id: u32) -> Result<u32, RaceError> {
    Ok(id)
}

#[cancellable]
async fn race() -> Result<u32, RaceError> {
    let first = tokio::select! {
        biased;
        a = row(1) => a?,
        b = row(2), if true => b?,
    };
    let (c, d) = tokio::join!(row(3), row(4));
    let (e, f) = tokio::try_join!(row(5), row(6))?;
    Ok(first + c? + d? + e + f)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(race().await.unwrap(), 19);
}
