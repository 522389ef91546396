//! What waits for a notification or for others.
#![allow(dead_code, deprecated)]

use std::sync::{Barrier, Condvar, MutexGuard};
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn wait(c: &Condvar, guard: MutexGuard<'_, u32>) {
    drop(c.wait(guard)); //~ ERROR
}

#[no_blocking]
async fn wait_while(c: &Condvar, guard: MutexGuard<'_, u32>) {
    drop(c.wait_while(guard, |n| *n > 0)); //~ ERROR
}

#[no_blocking]
async fn wait_timeout(c: &Condvar, guard: MutexGuard<'_, u32>) {
    drop(c.wait_timeout(guard, Duration::from_secs(1))); //~ ERROR
}

#[no_blocking]
async fn wait_timeout_ms(c: &Condvar, guard: MutexGuard<'_, u32>) {
    drop(c.wait_timeout_ms(guard, 1)); //~ ERROR
}

#[no_blocking]
async fn wait_timeout_while(c: &Condvar, guard: MutexGuard<'_, u32>) {
    drop(c.wait_timeout_while(guard, Duration::from_secs(1), |n| *n > 0)); //~ ERROR
}

#[no_blocking]
async fn barrier(barrier: &Barrier) {
    barrier.wait(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
