//! The guard of a spin lock, which is `Send`.

use asyncward::no_lock_across_await;
use spin::Mutex;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn bump(counter: &Mutex<u64>) {
    let mut count = counter.lock(); //~ ERROR
    *count += 1;
    save(*count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(&Mutex::new(0)).await;
}
