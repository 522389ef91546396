//! A channel without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {
    let (tx, rx) = flume::unbounded::<u32>(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
