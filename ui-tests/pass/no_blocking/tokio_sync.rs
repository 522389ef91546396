#![deny(warnings)]
#![allow(dead_code)]

use std::sync::Arc;

use asyncward::no_blocking;
use tokio::sync::{Mutex, RwLock, Semaphore, broadcast, mpsc, oneshot};


#[no_blocking]
async fn lock(m: &Mutex<u32>) {
    drop(m.lock().await);
}

#[no_blocking]
async fn lock_owned(m: Arc<Mutex<u32>>) {
    drop(m.lock_owned().await);
}

#[no_blocking]
async fn read(l: &RwLock<u32>) {
    drop(l.read().await);
}

#[no_blocking]
async fn write(l: &RwLock<u32>) {
    drop(l.write().await);
}

#[no_blocking]
async fn acquire(s: &Semaphore) {
    drop(s.acquire().await);
}

#[no_blocking]
async fn acquire_many(s: &Semaphore) {
    drop(s.acquire_many(2).await);
}

#[no_blocking]
async fn acquire_owned(s: Arc<Semaphore>) {
    drop(s.acquire_owned().await);
}

#[no_blocking]
async fn acquire_many_owned(s: Arc<Semaphore>) {
    drop(s.acquire_many_owned(2).await);
}

#[no_blocking]
async fn send(tx: &mpsc::Sender<u32>) {
    let _ = tx.send(1).await;
}

#[no_blocking]
async fn recv(rx: &mut mpsc::Receiver<u32>) {
    let _ = rx.recv().await;
}

#[no_blocking]
async fn recv_unbounded(rx: &mut mpsc::UnboundedReceiver<u32>) {
    let _ = rx.recv().await;
}

#[no_blocking]
async fn recv_many(rx: &mut mpsc::Receiver<u32>, all: &mut Vec<u32>) {
    let _ = rx.recv_many(all, 8).await;
}

#[no_blocking]
async fn answer(rx: oneshot::Receiver<u32>) {
    let _ = rx.await;
}

#[no_blocking]
async fn broadcast(rx: &mut broadcast::Receiver<u32>) {
    let _ = rx.recv().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
