//! A guard in a tuple in a tuple is gone before the await.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let found = ((1_u64, counter.lock().unwrap()), 2);
    let sum = *found.0.1 + found.1;
    drop(found);
    save(sum).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
