//! An upgradable guard of parking_lot.

use asyncward::no_lock_across_await;
use parking_lot::{RwLock, RwLockUpgradableReadGuard};

async fn fetch() -> u64 {
    1
}

#[no_lock_across_await]
async fn refresh(cache: &RwLock<u64>) {
    let cached = cache.upgradable_read(); //~ ERROR
    if *cached == 0 {
        let fetched = fetch().await;
        *RwLockUpgradableReadGuard::upgrade(cached) = fetched;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    refresh(&RwLock::new(0)).await;
}
