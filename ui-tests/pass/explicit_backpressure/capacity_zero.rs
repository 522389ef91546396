//! A channel of this crate with room for nothing.
#![allow(dead_code, unused)]

use asyncward::{channel, explicit_backpressure};

#[explicit_backpressure]
async fn run() {
    let (publisher, receiver) = channel::bounded::<u32>(1).evict_oldest();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
