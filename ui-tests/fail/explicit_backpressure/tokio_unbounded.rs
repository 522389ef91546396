//! A channel without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {
    let (tx, rx) = tokio::sync::mpsc::unbounded_channel::<u32>(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
