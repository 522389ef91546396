//! A guard alive over `tokio::join!`.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn both(counter: &Mutex<u64>) {
    let count = counter.lock().unwrap(); //~ ERROR
    tokio::join!(save(*count), save(1));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    both(&Mutex::new(0)).await;
}
