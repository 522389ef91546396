//! An allowance that silences nothing.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {
    #[asyncward::allow(backpressure, reason = "three messages at most")] //~ ERROR
    let (tx, rx) = tokio::sync::mpsc::channel::<u32>(1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
