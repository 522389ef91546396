#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;


#[no_blocking]
async fn notifies(c: &std::sync::Condvar) {
    c.notify_all();
}

#[no_blocking]
async fn notified(notify: &tokio::sync::Notify) {
    notify.notified().await;
}

#[no_blocking]
async fn barrier(barrier: &tokio::sync::Barrier) {
    barrier.wait().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
