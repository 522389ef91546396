//! What stops the thread itself.
#![allow(dead_code, deprecated)]

use std::thread::{self, JoinHandle, ScopedJoinHandle};
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn sleeps() {
    thread::sleep(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn sleeps_for_milliseconds() {
    thread::sleep_ms(1); //~ ERROR
}

#[no_blocking]
async fn parks() {
    thread::park(); //~ ERROR
}

#[no_blocking]
async fn parks_for_a_time() {
    thread::park_timeout(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn waits_for_a_scope() {
    thread::scope(|scope| drop(scope.spawn(|| ()))); //~ ERROR
}

#[no_blocking]
async fn joins(handle: JoinHandle<u32>) {
    let _n = handle.join(); //~ ERROR
}

#[no_blocking]
async fn joins_scoped(handle: ScopedJoinHandle<'_, u32>) {
    let _n = handle.join(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
