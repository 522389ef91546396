#![deny(warnings)]
use asyncward::no_lock_across_await;
use spin::Mutex;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn bump(counter: &Mutex<u64>) {
    let count = {
        let mut count = counter.lock();
        *count += 1;
        *count
    };
    save(count).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    bump(&Mutex::new(0)).await;
}
