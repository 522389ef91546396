#![deny(warnings)]
use std::io::Read as _;

use asyncward::no_lock_across_await;

async fn store(_: &[u8]) {}

#[no_lock_across_await]
async fn import() -> std::io::Result<()> {
    let mut block = [0; 512];
    while std::io::stdin().read(&mut block)? > 0 {
        store(&block).await;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    drop(import());
}
