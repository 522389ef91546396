//! The binding that a temporary lives as long as is gone before the await.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let count = {
        let count = { &counter.lock().unwrap() };
        **count
    };
    save(count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
