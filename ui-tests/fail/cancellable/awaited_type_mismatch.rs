//! A mistake that has nothing to do with us is told as without us.

use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> Result<u32, Cancelled> {
    Ok(id)
}

#[cancellable]
async fn load() -> Result<String, Cancelled> {
    let text: String = row(1).await?; //~ ERROR
    let _number = row("1").await?; //~ ERROR
    Ok(text.trim_end().to_owned())
}

#[cancellable(timeout = "2s")]
async fn count() -> Result<String, Cancelled> {
    let rows = row(1).await?;
    Ok(rows) //~ ERROR
}

#[tokio::main]
async fn main() {
    let _done = (load().await, count().await);
}
