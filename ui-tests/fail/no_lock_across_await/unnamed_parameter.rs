//! A parameter without a name is alive to the end of the function.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn saved_under(_: MutexGuard<'_, u64>) { //~ ERROR
    save(1).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    saved_under(Mutex::new(0).lock().unwrap()).await;
}
