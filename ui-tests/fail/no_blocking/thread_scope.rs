//! `thread::scope` by any name: what its closure is handed tells it.
#![allow(dead_code, deprecated)]

use std::thread::{self, scope};

use asyncward::no_blocking;


#[no_blocking]
async fn by_path() {
    let n = 1;
    thread::scope(|s| s.spawn(|| n + 1).join().unwrap()); //~ ERROR
}

#[no_blocking]
async fn by_name() {
    scope(|s| { //~ ERROR
        s.spawn(|| ());
    });
}

#[no_blocking]
async fn by_another_path() {
    use std::thread as threads;

    threads::scope(|_| ()); //~ ERROR
}

#[no_blocking]
async fn of_rayon() {
    use rayon::{in_place_scope, join_context};

    in_place_scope(|s| s.spawn(|_| ())); //~ ERROR
    join_context(|of| of.migrated(), |_| ()); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
