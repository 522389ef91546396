#![deny(warnings)]
use asyncward::value_future;

pub struct Store;

#[value_future]
pub async fn open() -> Store {
    Store
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _store = open().await;
}
