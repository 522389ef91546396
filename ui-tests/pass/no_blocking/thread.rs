#![deny(warnings)]
#![allow(dead_code)]

use std::thread::{self, JoinHandle};
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn sleeps() {
    tokio::time::sleep(Duration::ZERO).await;
}

#[no_blocking]
async fn spawns() {
    drop(thread::spawn(|| thread::sleep(Duration::ZERO)));
}

#[no_blocking]
async fn looks(handle: &JoinHandle<u32>) {
    handle.is_finished();
    handle.thread().unpark();
}

#[no_blocking]
async fn joins(handle: tokio::task::JoinHandle<u32>) {
    let _n = handle.await;
}

#[no_blocking]
async fn joins_text() {
    let _text = ["a", "b"].join(",");
    let _path = std::path::Path::new("a").join("b");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
