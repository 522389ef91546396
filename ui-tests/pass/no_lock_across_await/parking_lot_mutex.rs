#![deny(warnings)]
use asyncward::no_lock_across_await;
use parking_lot::Mutex;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn bump(counter: &Mutex<u64>) {
    let mut guard = counter.lock();
    *guard += 1;
    let count = *guard;
    drop(guard);
    save(count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(&Mutex::new(0)).await;
}
