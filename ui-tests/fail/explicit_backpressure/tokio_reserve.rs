//! A wait for room in a `tokio::sync::mpsc::Sender` without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use std::time::Duration;

use tokio::time::timeout;

#[explicit_backpressure]
async fn publish(tx: tokio::sync::mpsc::Sender<u32>) {
    let _ = tx.reserve().await; //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
