//! A guard that moves into the awaited future.

use std::sync::{Mutex, MutexGuard};

use asyncward::no_lock_across_await;

async fn finish(_: MutexGuard<'_, u64>) {}

fn finish_now(_: MutexGuard<'_, u64>) {}

#[no_lock_across_await]
async fn show(counter: &Mutex<u64>) {
    finish(counter.lock().unwrap()).await; //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Mutex::new(0)).await;
}
