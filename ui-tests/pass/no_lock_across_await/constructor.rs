//! What a constructor makes of a guard is gone before the await, or does not hold the guard.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

impl<'a> Transaction<'a> {
    fn new(rows: MutexGuard<'a, Vec<u64>>) -> Self {
        Transaction { rows }
    }
}

struct Snapshot(Vec<u64>);

impl Snapshot {
    fn new(rows: MutexGuard<'_, Vec<u64>>) -> Self {
        Snapshot(rows.clone())
    }
}

async fn validate() {}

#[no_lock_across_await]
async fn insert(table: &Mutex<Vec<u64>>) {
    let mut transaction = Transaction::new(table.lock().unwrap());
    transaction.rows.push(1);
    drop(transaction);
    let snapshot = Snapshot::new(table.lock().unwrap());
    validate().await;
    assert_eq!(snapshot.0, [1]);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    insert(&Mutex::new(Vec::new())).await;
}
