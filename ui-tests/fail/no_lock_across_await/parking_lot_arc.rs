//! A guard of parking_lot that owns its `Arc`, and is `Send`.

use std::sync::Arc;

use asyncward::no_lock_across_await;
use parking_lot::Mutex;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn bump(counter: Arc<Mutex<u64>>) {
    let count = counter.lock_arc(); //~ ERROR
    save(*count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(Arc::new(Mutex::new(0))).await;
}
