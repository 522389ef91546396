//! The same where the function waits in `select!`, `join!` and `try_join!`: still one error.

use asyncward::cancellable;

#[derive(Debug)]
pub struct RaceError;

async fn row(id: u32) -> Result<u32, RaceError> {
    Ok(id)
}

#[cancellable]
async fn race() -> Result<u32, RaceError> { //~ ERROR
    let first = tokio::select! {
        a = row(1) => a?,
        b = row(2), if true => b?,
    };
    let (c, d) = tokio::join!(row(3), row(4));
    let (e, f) = tokio::try_join!(row(5), row(6))?;
    Ok(first + c? + d? + e + f)
}

#[tokio::main]
async fn main() {
    let _sum = race().await;
}
