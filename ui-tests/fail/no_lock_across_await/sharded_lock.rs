//! The guard of a `ShardedLock` of crossbeam.

use asyncward::no_lock_across_await;
use crossbeam_utils::sync::ShardedLock;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(value: &ShardedLock<u64>) {
    let value = value.read().unwrap(); //~ ERROR
    save(*value).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&ShardedLock::new(0)).await;
}
