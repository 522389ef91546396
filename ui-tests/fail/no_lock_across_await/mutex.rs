//! The guard of a `std::sync::Mutex`.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn bump(counter: &Mutex<u64>) {
    let mut count = counter.lock().unwrap(); //~ ERROR
    *count += 1;
    save(*count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(&Mutex::new(0)).await;
}
