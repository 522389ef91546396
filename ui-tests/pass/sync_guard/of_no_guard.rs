#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::SyncGuard;

#[derive(SyncGuard)]
struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

fn is_guard<T: SyncGuard>(_: &T) {}

fn main() {
    let table = Mutex::new(vec![1]);
    let transaction = Transaction { rows: table.lock().unwrap() };
    is_guard(&transaction);
    drop(transaction.rows);
}
