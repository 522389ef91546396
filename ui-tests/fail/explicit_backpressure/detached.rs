//! A wait in a task that outlives the timeout around it.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use std::time::Duration;

use tokio::sync::mpsc::Sender;
use tokio::time::timeout;

#[explicit_backpressure]
async fn publish(tx: Sender<u32>) {
    let spawns = async {
        tokio::spawn(async move {
            let _ = tx.send(1).await; //~ ERROR
        });
    };
    let _ = timeout(Duration::from_secs(1), spawns).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
