//! rayon, and the condition variable of parking_lot.
#![allow(dead_code, deprecated)]

use std::time::Duration;

use asyncward::no_blocking;
use parking_lot::{Condvar, MutexGuard};


#[no_blocking]
async fn joins() {
    rayon::join(|| (), || ()); //~ ERROR
}

#[no_blocking]
async fn scoped() {
    rayon::scope(|_| ()); //~ ERROR
}

#[no_blocking]
async fn installed(pool: &rayon::ThreadPool) {
    pool.install(|| ()); //~ ERROR
}

#[no_blocking]
async fn waits(c: &Condvar, guard: &mut MutexGuard<'_, u32>) {
    c.wait(guard); //~ ERROR
    c.wait_for(guard, Duration::from_secs(1)); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
