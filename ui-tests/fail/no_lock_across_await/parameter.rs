//! A guard as a parameter.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn finish(count: MutexGuard<'_, u64>) { //~ ERROR
    save(*count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    finish(Mutex::new(0).lock().unwrap()).await;
}
