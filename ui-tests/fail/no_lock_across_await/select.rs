//! A guard alive over `tokio::select!`.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn race(counter: &Mutex<u64>) {
    let count = counter.lock().unwrap(); //~ ERROR
    tokio::select! {
        () = save(*count) => {}
        () = save(1) => {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    race(&Mutex::new(0)).await;
}
