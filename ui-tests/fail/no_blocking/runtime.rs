//! A runtime made and ended in async code.
#![allow(dead_code, deprecated)]

use std::time::Duration;

use asyncward::no_blocking;
use tokio::runtime::{Builder, Runtime};


#[no_blocking]
async fn new() {
    let _ = tokio::runtime::Runtime::new(); //~ ERROR
}

#[no_blocking]
async fn built() {
    let _ = Builder::new_current_thread().enable_all().build(); //~ ERROR
}

#[no_blocking]
async fn ended(runtime: Runtime) {
    runtime.shutdown_timeout(Duration::from_secs(1)); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
