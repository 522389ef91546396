#![deny(warnings)]
#![allow(dead_code)]

use std::thread;
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn item() {
    fn wait() {
        thread::sleep(Duration::ZERO);
    }
    drop(tokio::task::spawn_blocking(wait));
}

#[no_blocking]
async fn value() {
    let _wait: fn(Duration) = thread::sleep;
}

#[no_blocking]
async fn closure() {
    let wait = || tokio::time::sleep(Duration::ZERO);
    wait().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
