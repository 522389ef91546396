//! A struct that holds a guard and derives `SyncGuard`.

use std::sync::{Mutex, MutexGuard};

use asyncward::{SyncGuard, no_lock_across_await};

#[derive(SyncGuard)]
#[sync_guard(reason = "nobody can read the table before the transaction is over")]
struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

async fn validate() {}

#[no_lock_across_await]
async fn insert(table: &Mutex<Vec<u64>>) {
    let mut transaction = Transaction { rows: table.lock().unwrap() }; //~ ERROR
    validate().await;
    transaction.rows.push(1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    insert(&Mutex::new(Vec::new())).await;
}
