#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;


#[no_blocking]
async fn crossbeam(tx: &crossbeam_channel::Sender<u32>, rx: &crossbeam_channel::Receiver<u32>) {
    let _ = (tx.try_send(1), rx.try_recv(), rx.try_iter().count());
}

#[no_blocking]
async fn flume(tx: &flume::Sender<u32>, rx: &flume::Receiver<u32>) {
    let _ = (tx.send_async(1).await, rx.recv_async().await, rx.drain().count());
}

#[no_blocking]
async fn kanal(tx: &kanal::Sender<u32>, rx: &kanal::AsyncReceiver<u32>) {
    let _ = (tx.as_async().send(1).await, rx.recv().await, tx.try_send(1));
}

#[no_blocking]
async fn async_channel(tx: &async_channel::Sender<u32>, rx: &async_channel::Receiver<u32>) {
    let _ = (tx.send(1).await, rx.recv().await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
