//! A locked standard input.

use std::io::Read as _;

use asyncward::no_lock_across_await;

async fn store(_: &[u8]) {}

#[no_lock_across_await]
async fn import() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock(); //~ ERROR
    let mut block = [0; 512];
    while input.read(&mut block)? > 0 {
        store(&block).await;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _imported = import().await;
}
