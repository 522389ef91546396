#![deny(warnings)]
#![allow(dead_code)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn load() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = fs::read("a");
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = fs::read("b");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
