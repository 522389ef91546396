//! The guard of a reentrant mutex of parking_lot.

use asyncward::no_lock_across_await;
use parking_lot::ReentrantMutex;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &ReentrantMutex<u64>) {
    let count = counter.lock(); //~ ERROR
    save(*count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&ReentrantMutex::new(0)).await;
}
