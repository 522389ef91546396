//! The channels of other crates, each with its feature.
#![allow(dead_code, deprecated)]

use std::time::Duration;

use asyncward::no_blocking;

const SECOND: Duration = Duration::from_secs(1);


#[no_blocking]
async fn crossbeam(tx: &crossbeam_channel::Sender<u32>, rx: &crossbeam_channel::Receiver<u32>) {
    let _ = rx.recv(); //~ ERROR
    let _ = rx.recv_timeout(SECOND); //~ ERROR
    let _ = tx.send(1); //~ ERROR
    let _ = tx.send_timeout(1, SECOND); //~ ERROR
    let _ = rx.iter().count(); //~ ERROR
}

#[no_blocking]
async fn flume(tx: &flume::Sender<u32>, rx: &flume::Receiver<u32>) {
    let _ = rx.recv(); //~ ERROR
    let _ = rx.recv_timeout(SECOND); //~ ERROR
    let _ = tx.send(1); //~ ERROR
    let _ = tx.send_timeout(1, SECOND); //~ ERROR
    let _ = rx.iter().count(); //~ ERROR
}

#[no_blocking]
async fn kanal(tx: &kanal::Sender<u32>, rx: &kanal::Receiver<u32>) {
    let _ = rx.recv(); //~ ERROR
    let _ = rx.recv_timeout(SECOND); //~ ERROR
    let _ = tx.send(1); //~ ERROR
    let _ = tx.send_timeout(1, SECOND); //~ ERROR
}

#[no_blocking]
async fn async_channel(tx: &async_channel::Sender<u32>, rx: &async_channel::Receiver<u32>) {
    let _ = rx.recv_blocking(); //~ ERROR
    let _ = tx.send_blocking(1); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
