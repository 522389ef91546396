#![deny(warnings)]
use asyncward::no_lock_across_await;

async fn rotate() {}

#[no_lock_across_await]
async fn rotate_alone(turn: &tokio::sync::Mutex<()>) {
    let _turn = turn.lock().await;
    rotate().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rotate_alone(&tokio::sync::Mutex::new(())).await;
}
