//! An outcome of `try_send` that nobody looks at.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use tokio::sync::mpsc::Sender;

#[explicit_backpressure]
async fn publish(tx: Sender<u32>) {
    let _ = tx.try_send(1); //~ ERROR
    tx.try_send(2).ok(); //~ ERROR
    drop(tx.try_send(3)); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
