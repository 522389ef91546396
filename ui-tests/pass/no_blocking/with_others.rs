#![deny(warnings)]
#![allow(dead_code)]

use std::io;
use std::sync::Mutex;

use asyncward::{cancellable, no_blocking, no_lock_across_await};

async fn work() {}

#[no_blocking]
#[cancellable]
async fn cancellable_below(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

#[cancellable]
#[no_blocking]
async fn cancellable_above(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

#[no_blocking]
#[no_lock_across_await]
async fn lock_below(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

#[no_lock_across_await]
#[no_blocking]
async fn lock_above(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

#[no_lock_across_await]
#[cancellable]
#[no_blocking]
async fn all(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

#[no_blocking]
#[cancellable]
#[no_lock_across_await]
async fn all_turned(counter: &Mutex<u32>) -> io::Result<()> {
    let bytes = tokio::fs::read("a").await;
    *counter.lock().unwrap() += 1;
    work().await;
    drop(bytes);
    Ok(())
}

fn main() {}
