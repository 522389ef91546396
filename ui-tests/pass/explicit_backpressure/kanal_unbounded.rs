//! A channel without a bound.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {
    let (tx, rx) = kanal::bounded_async::<u32>(16);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
