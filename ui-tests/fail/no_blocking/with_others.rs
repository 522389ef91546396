//! Together with the other attributes, in any order: one error.
#![allow(dead_code)]

use std::fs;
use std::io;

use asyncward::{cancellable, no_blocking, no_lock_across_await};

async fn work() {}

#[no_blocking]
#[cancellable]
async fn cancellable_below() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

#[cancellable]
#[no_blocking]
async fn cancellable_above() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

#[no_blocking]
#[no_lock_across_await]
async fn lock_below() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

#[no_lock_across_await]
#[no_blocking]
async fn lock_above() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

#[no_lock_across_await]
#[cancellable]
#[no_blocking]
async fn all() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

#[no_blocking]
#[cancellable]
#[no_lock_across_await]
async fn all_turned() -> io::Result<()> {
    let bytes = fs::read("a"); //~ ERROR
    work().await;
    drop(bytes);
    Ok(())
}

fn main() {}
