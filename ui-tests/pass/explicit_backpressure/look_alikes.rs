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
async fn publish(
    mail: Mail,
    a: broadcast::Sender<u32>,
    b: watch::Sender<u32>,
    c: oneshot::Sender<u32>,
) {
    mail.send(1).await;
    let _ = mail.try_send(1);
    let _ = a.send(1);
    let _ = b.send(1);
    let _ = c.send(1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
