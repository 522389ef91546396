//! A wait for room in a `async_channel::Sender` without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use std::time::Duration;

use tokio::time::timeout;

#[explicit_backpressure]
async fn publish(tx: async_channel::Sender<u32>) {
    let _ = tx.send(1).await; //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
