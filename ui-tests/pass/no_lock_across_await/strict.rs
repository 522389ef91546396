#![deny(warnings)]
use asyncward::no_lock_across_await;
use tokio::sync::Mutex;

async fn save(_: u64) {}

#[no_lock_across_await(strict)]
async fn bump(counter: &Mutex<u64>) {
    let count = {
        let mut count = counter.lock().await;
        *count += 1;
        *count
    };
    save(count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(&Mutex::new(0)).await;
}
