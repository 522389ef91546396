//! A message put into a queue without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn publish(tx: tokio::sync::mpsc::Sender<u32>) {
    if tx.try_send(1).is_err() {
        println!("full");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
