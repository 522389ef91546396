//! A struct that is no `SyncGuard`, with a guard put into it.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

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
