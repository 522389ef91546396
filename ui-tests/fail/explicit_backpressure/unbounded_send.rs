//! A message put into a queue without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn publish(tx: tokio::sync::mpsc::UnboundedSender<u32>) {
    let _ = tx.send(1); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
