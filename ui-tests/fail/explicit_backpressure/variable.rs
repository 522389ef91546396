//! A wait without a bound whose future sits in a variable first.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use std::time::Duration;

use tokio::sync::mpsc::Sender;
use tokio::time::timeout;

#[explicit_backpressure]
async fn publish(tx: Sender<String>) {
    let sending = tx.send("reading".to_owned()); //~ ERROR
    println!("publishing");
    let _ = sending.await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
