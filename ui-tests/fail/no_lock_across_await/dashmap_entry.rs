//! An entry of a `DashMap`.

use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn fetch() -> u64 {
    1
}

#[no_lock_across_await]
async fn fill(cache: &DashMap<u64, u64>) {
    let entry = cache.entry(1); //~ ERROR
    entry.or_insert(fetch().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    fill(&DashMap::new()).await;
}
