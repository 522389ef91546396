//! A guard that moves into a call is alive while the arguments behind it are awaited.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn fetch() -> u64 {
    7
}

fn add(mut counter: MutexGuard<'_, u64>, by: u64) {
    *counter += by;
}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    add(counter.lock().unwrap(), fetch().await); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
