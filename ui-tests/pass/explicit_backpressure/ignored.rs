//! An outcome of `try_send` that nobody looks at.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use tokio::sync::mpsc::Sender;

#[explicit_backpressure]
async fn publish(tx: Sender<u32>) {
    if let Err(error) = tx.try_send(1) {
        println!("{error}");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
