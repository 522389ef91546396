#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;


#[no_blocking]
async fn spawned() {
    rayon::spawn(|| _ = rayon::join(|| (), || ()));
}

#[no_blocking]
async fn of_tokio() {
    tokio::join!(async {}, async {});
}

#[no_blocking]
async fn notifies(c: &parking_lot::Condvar) {
    c.notify_one();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
