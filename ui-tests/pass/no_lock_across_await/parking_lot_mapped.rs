#![deny(warnings)]
use asyncward::no_lock_across_await;
use parking_lot::{Mutex, MutexGuard};

async fn save(_: u64) {}

#[no_lock_across_await]
async fn first(pair: &Mutex<(u64, u64)>) {
    let first = *MutexGuard::map(pair.lock(), |pair| &mut pair.0);
    save(first).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    first(&Mutex::new((0, 1))).await;
}
