//! A guard in a tuple in a tuple.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let found = ((1_u64, counter.lock().unwrap()), 2); //~ ERROR
    save(*found.0.1 + found.1).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
