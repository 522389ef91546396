#![deny(warnings)]
use std::sync::RwLock;

use asyncward::no_lock_across_await;

async fn connect(_: &str) {}

#[no_lock_across_await]
async fn dial(address: &RwLock<String>) {
    let address = address.read().unwrap().clone();
    connect(&address).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    dial(&RwLock::new("localhost".to_owned())).await;
}
