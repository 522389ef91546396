#![deny(warnings)]
#![allow(dead_code)]

use std::sync::mpsc;

use asyncward::no_blocking;


#[no_blocking]
async fn recv(rx: &mut tokio::sync::mpsc::Receiver<u32>) {
    let _ = rx.recv().await;
}

#[no_blocking]
async fn send(tx: &tokio::sync::mpsc::Sender<u32>) {
    let _ = tx.send(1).await;
}

#[no_blocking]
async fn tries(rx: &mpsc::Receiver<u32>) {
    let _ = rx.try_recv();
    let _sum: u32 = rx.try_iter().sum();
}

#[no_blocking]
async fn sends_without_bound(tx: &mpsc::Sender<u32>, bounded: &mpsc::SyncSender<u32>) {
    let _ = (tx.send(1), bounded.try_send(1));
}

struct Own;

impl Own {
    fn recv(&self) {}
}

#[no_blocking]
async fn own(rx: &Own) {
    rx.recv();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
