#![deny(warnings)]
#![allow(dead_code)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn load() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = fs::read("a");
}

#[no_blocking]
async fn block() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    {
        let _ = fs::read("a");
        let _ = fs::read("b");
    }
}

#[no_blocking]
async fn call() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    std::thread::sleep(std::time::Duration::ZERO);
}

#[no_blocking]
async fn with_await() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    tokio::fs::write("a/b", fs::read("a").unwrap_or_default()).await.unwrap_or_default();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
