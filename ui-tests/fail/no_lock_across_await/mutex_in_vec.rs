//! A `Vec` of guards.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn total(shards: &[Mutex<u64>]) {
    let locked: Vec<_> = shards.iter().map(|shard| shard.lock().unwrap()).collect(); //~ ERROR
    save(locked.iter().map(|shard| **shard).sum()).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    total(&[Mutex::new(1)]).await;
}
