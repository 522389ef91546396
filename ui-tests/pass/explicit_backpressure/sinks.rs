//! Waits for room in a channel that is used as a sink, with adapters around.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use futures::SinkExt as _;
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::PollSender;

#[explicit_backpressure]
async fn mapped(tx: futures::channel::mpsc::Sender<u32>) {
    let mut tx = tx.buffer(8).sink_map_err(drop);
    let _ = timeout(Duration::from_secs(1), tx.send(1)).await;
}

#[explicit_backpressure]
async fn polled(mut tx: PollSender<u32>) {
    let _ = timeout(Duration::from_secs(1), tx.feed(1)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
