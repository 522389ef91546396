#![deny(warnings)]
use std::io::Write as _;

use asyncward::no_lock_across_await;

async fn row(id: u8) -> u8 {
    id
}

#[no_lock_across_await]
async fn print() -> std::io::Result<()> {
    for id in 0..2 {
        let row = row(id).await;
        writeln!(std::io::stdout().lock(), "{row}")?;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    print().await.unwrap();
}
