#![deny(warnings)]
use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn fetch() -> u64 {
    7
}

#[no_lock_across_await]
async fn show(cache: &DashMap<u64, u64>) {
    let fetched = fetch().await;
    let entry = cache.entry(1);
    entry.or_insert(fetched);
    fetch().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&DashMap::new()).await;
}
