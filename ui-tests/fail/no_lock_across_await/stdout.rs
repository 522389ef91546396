//! A locked standard output.

use std::io::Write as _;

use asyncward::no_lock_across_await;

async fn row(id: u8) -> u8 {
    id
}

#[no_lock_across_await]
async fn print() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock(); //~ ERROR
    for id in 0..2 {
        writeln!(out, "{}", row(id).await)?;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _printed = print().await;
}
