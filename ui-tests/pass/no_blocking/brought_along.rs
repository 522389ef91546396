#![deny(warnings)]
#![allow(dead_code)]

use std::io;
use std::thread;
use std::time::Duration;

use asyncward::cancellable;

async fn work() {}

#[cancellable(blocking = allow)]
async fn run() -> io::Result<()> {
    thread::sleep(Duration::ZERO);
    work().await;
    Ok(())
}

#[cancellable]
async fn insulated() -> io::Result<()> {
    let _ = tokio::task::spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
    Ok(())
}

fn main() {}
