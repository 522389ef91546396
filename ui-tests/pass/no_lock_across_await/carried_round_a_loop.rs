#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn rounds(counter: &Mutex<u64>) {
    let mut last = None;
    for round in 0..2 {
        save(round).await;
        last = counter.lock().ok().map(|count| *count);
    }
    assert_eq!(last, Some(0));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rounds(&Mutex::new(0)).await;
}
