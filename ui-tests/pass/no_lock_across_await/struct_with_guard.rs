#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::{SyncGuard, no_lock_across_await};

#[derive(SyncGuard)]
struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

async fn validate() {}

#[no_lock_across_await]
async fn insert(table: &Mutex<Vec<u64>>) {
    validate().await;
    let mut transaction = Transaction { rows: table.lock().unwrap() };
    transaction.rows.push(1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    insert(&Mutex::new(Vec::new())).await;
}
