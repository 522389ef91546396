//! `#[cancellable]` brings it along.
#![allow(dead_code)]

use std::io;
use std::thread;
use std::time::Duration;

use asyncward::cancellable;

async fn work() {}

#[cancellable]
async fn run() -> io::Result<()> {
    thread::sleep(Duration::from_secs(1)); //~ ERROR
    work().await;
    Ok(())
}

fn main() {}
