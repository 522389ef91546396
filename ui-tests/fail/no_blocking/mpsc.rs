//! The channel of std.
#![allow(dead_code, deprecated)]

use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn recv(rx: &Receiver<u32>) {
    let _ = rx.recv(); //~ ERROR
}

#[no_blocking]
async fn recv_timeout(rx: &Receiver<u32>) {
    let _ = rx.recv_timeout(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn iter(rx: &Receiver<u32>) {
    let _sum: u32 = rx.iter().sum(); //~ ERROR
}

#[no_blocking]
async fn into_iter(rx: Receiver<u32>) {
    let _sum: u32 = rx.into_iter().sum(); //~ ERROR
}

#[no_blocking]
async fn for_each(rx: &Receiver<u32>) {
    for n in rx { //~ ERROR
        drop(n);
    }
}

#[no_blocking]
async fn send(tx: &SyncSender<u32>) {
    let _ = tx.send(1); //~ ERROR
}

#[no_blocking]
async fn by_path(rx: &Receiver<u32>) {
    let _ = Receiver::recv(rx); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
