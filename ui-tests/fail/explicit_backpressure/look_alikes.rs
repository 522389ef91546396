//! A sender beside others that have methods of the same names.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

struct Mail;

impl Mail {
    async fn send(&self, _: u32) {}

    fn try_send(&self, _: u32) {}
}

#[explicit_backpressure]
async fn publish(mail: Mail, tx: mpsc::Sender<u32>) {
    mail.send(1).await;
    let _ = tx.send(1).await; //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
