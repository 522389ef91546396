//! A guard that is taken in one round of a loop and alive in the next.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn rounds(counter: &Mutex<u64>) {
    let mut last = None; //~ ERROR
    for round in 0..2 {
        save(round).await;
        last = counter.lock().ok();
    }
    drop(last);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rounds(&Mutex::new(0)).await;
}
