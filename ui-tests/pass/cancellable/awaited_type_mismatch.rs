#![deny(warnings)]
use asyncward::{Cancelled, cancellable};

async fn row(id: u32) -> Result<u32, Cancelled> {
    Ok(id)
}

#[cancellable]
async fn load() -> Result<String, Cancelled> {
    let text: String = row(1).await?.to_string();
    let _number = row(1).await?;
    Ok(text.trim_end().to_owned())
}

#[cancellable(timeout = "2s")]
async fn count() -> Result<String, Cancelled> {
    let rows = row(1).await?;
    Ok(rows.to_string())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await.unwrap(), "1");
    assert_eq!(count().await.unwrap(), "1");
}
