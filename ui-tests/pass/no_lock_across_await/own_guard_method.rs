//! A method that takes a guard of one's own is the end of it.

use std::sync::{Mutex, MutexGuard};

use asyncward::{SyncGuard, no_lock_across_await};

#[derive(SyncGuard)]
struct Batch<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

impl Batch<'_> {
    fn stage(&mut self, row: u64) {
        self.rows.push(row);
    }

    fn apply_all(self) {}
}

async fn validate() {}

#[no_lock_across_await]
async fn insert(table: &Mutex<Vec<u64>>) {
    let mut batch = Batch { rows: table.lock().unwrap() };
    batch.stage(1);
    batch.apply_all();
    validate().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    insert(&Mutex::new(Vec::new())).await;
}
