//! The guard is dropped on one path, and the call on the other one never comes back.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn save(_: u64) {}

fn give_up() -> ! {
    std::process::exit(1)
}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    let count = counter.lock().unwrap();
    if *count == 0 {
        drop(count);
    } else {
        give_up();
    }
    save(1).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
