//! The entry of a `DashMap` moves into the method, which is called once its argument is there.

use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn fetch() -> u64 {
    7
}

#[no_lock_across_await]
async fn show(cache: &DashMap<u64, u64>) {
    let entry = cache.entry(1); //~ ERROR
    entry.or_insert(fetch().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&DashMap::new()).await;
}
