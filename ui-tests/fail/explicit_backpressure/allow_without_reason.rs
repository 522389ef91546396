//! An allowance without a reason.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {
    #[asyncward::allow(backpressure)] //~ ERROR
    let (tx, rx) = tokio::sync::mpsc::unbounded_channel::<u32>();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
