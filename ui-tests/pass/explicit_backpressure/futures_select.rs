//! A wait in an arm of `futures::select!`.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use futures::FutureExt as _;
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::sleep;

#[explicit_backpressure]
async fn publish(tx: Sender<u32>, mut rx: Receiver<u32>) {
    futures::select! {
        _ = tx.send(1).boxed().fuse() => {}
        _ = sleep(Duration::from_secs(1)).boxed().fuse() => {}
        complete => {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
