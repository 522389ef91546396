//! A guard that is dropped on one path only.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn reset(counter: &Mutex<u64>, quiet: bool) {
    let mut count = counter.lock().unwrap(); //~ ERROR
    *count = 0;
    if quiet {
        drop(count);
    }
    save(0).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    reset(&Mutex::new(0), true).await;
}
