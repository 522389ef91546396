//! What tokio's locks and channels have for code outside of a runtime.
#![allow(dead_code, deprecated)]

use std::sync::Arc;

use asyncward::no_blocking;
use tokio::sync::{Mutex, RwLock, Semaphore, broadcast, mpsc, oneshot};


#[no_blocking]
async fn lock(m: &Mutex<u32>) {
    drop(m.blocking_lock()); //~ ERROR
}

#[no_blocking]
async fn lock_owned(m: Arc<Mutex<u32>>) {
    drop(m.blocking_lock_owned()); //~ ERROR
}

#[no_blocking]
async fn read(l: &RwLock<u32>) {
    drop(l.blocking_read()); //~ ERROR
}

#[no_blocking]
async fn write(l: &RwLock<u32>) {
    drop(l.blocking_write()); //~ ERROR
}

#[no_blocking]
async fn acquire(s: &Semaphore) {
    drop(s.blocking_acquire()); //~ ERROR
}

#[no_blocking]
async fn acquire_many(s: &Semaphore) {
    drop(s.blocking_acquire_many(2)); //~ ERROR
}

#[no_blocking]
async fn acquire_owned(s: Arc<Semaphore>) {
    drop(s.blocking_acquire_owned()); //~ ERROR
}

#[no_blocking]
async fn acquire_many_owned(s: Arc<Semaphore>) {
    drop(s.blocking_acquire_many_owned(2)); //~ ERROR
}

#[no_blocking]
async fn send(tx: &mpsc::Sender<u32>) {
    let _ = tx.blocking_send(1); //~ ERROR
}

#[no_blocking]
async fn recv(rx: &mut mpsc::Receiver<u32>) {
    let _ = rx.blocking_recv(); //~ ERROR
}

#[no_blocking]
async fn recv_unbounded(rx: &mut mpsc::UnboundedReceiver<u32>) {
    let _ = rx.blocking_recv(); //~ ERROR
}

#[no_blocking]
async fn recv_many(rx: &mut mpsc::Receiver<u32>, all: &mut Vec<u32>) {
    let _ = rx.blocking_recv_many(all, 8); //~ ERROR
}

#[no_blocking]
async fn answer(rx: oneshot::Receiver<u32>) {
    let _ = rx.blocking_recv(); //~ ERROR
}

#[no_blocking]
async fn broadcast(rx: &mut broadcast::Receiver<u32>) {
    let _ = rx.blocking_recv(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
