#![deny(warnings)]
use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn finish(_: MutexGuard<'_, u64>) {}

fn finish_now(_: MutexGuard<'_, u64>) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    finish_now(counter.lock().unwrap());
    drop(finish(counter.lock().unwrap()));
    tokio::task::yield_now().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
