//! A `LockResult` that nobody unwraps holds the lock as well.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn rotate() {}

#[no_lock_across_await]
async fn rotate_alone(turn: &Mutex<()>) {
    let _turn = turn.lock(); //~ ERROR
    rotate().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rotate_alone(&Mutex::new(())).await;
}
