//! A parameter without a name that is no guard.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn saved(_: &Mutex<u64>, _: String) {
    save(1).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    saved(&Mutex::new(0), String::new()).await;
}
