//! A guard in a tuple.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn first(counters: &[Mutex<u64>]) {
    let found = (0, counters[0].lock().unwrap()); //~ ERROR
    save(*found.1 + found.0).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    first(&[Mutex::new(0)]).await;
}
