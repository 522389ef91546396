//! A temporary of a scrutinee lives to the end of the `match`.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    match *counter.lock().unwrap() { //~ ERROR
        0 => {}
        _ => save(1).await,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
