//! A type is no guard because it holds one: the user says so.

use std::sync::{Mutex, MutexGuard};

use asyncward::SyncGuard;

struct Transaction<'a> {
    rows: MutexGuard<'a, Vec<u64>>,
}

fn is_guard<T: SyncGuard>(_: &T) {}

fn main() {
    let transaction = Transaction { rows: Mutex::new(vec![1]).lock().unwrap() };
    is_guard(&transaction); //~ ERROR
    drop(transaction.rows);
}
