//! A wait beside others that may take as long.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender};

#[explicit_backpressure]
async fn publish(tx: Sender<u32>, mut rx: Receiver<u32>) {
    tokio::select! {
        _ = tx.send(1) => {} //~ ERROR
        _ = rx.recv() => {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
