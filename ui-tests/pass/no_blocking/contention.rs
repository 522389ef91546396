#![deny(warnings)]
#![allow(dead_code)]

use std::sync::{Mutex, Once, OnceLock, RwLock};

use asyncward::no_blocking;


#[no_blocking]
async fn by_default(m: &Mutex<u32>, l: &RwLock<u32>, once: &Once, cell: &OnceLock<u32>) {
    drop(m.lock());
    drop(l.read());
    once.call_once(|| ());
    cell.get_or_init(|| 1);
    std::thread::yield_now();
}

#[no_blocking(also(contention))]
async fn tries(m: &Mutex<u32>, l: &RwLock<u32>) {
    drop((m.try_lock(), l.try_read()));
}

#[no_blocking(also(contention))]
async fn of_tokio(m: &tokio::sync::Mutex<u32>) {
    drop(m.lock().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
