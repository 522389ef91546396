//! A temporary behind a `&` lives as long as what it is bound to.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let count = { &counter.lock().unwrap() }; //~ ERROR
    save(**count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
