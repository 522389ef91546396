#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::{SyncGuard, no_lock_across_await};

#[derive(SyncGuard)]
struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

async fn save(_: u64) {}

impl Transaction<'_> {
    #[no_lock_across_await]
    async fn commit(self) {
        let first = self.rows[0];
        drop(self);
        save(first).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    Transaction { rows: Mutex::new(vec![1]).lock().unwrap() }.commit().await;
}
