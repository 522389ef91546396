//! An allowance reaches no further than its statement.
#![allow(dead_code, deprecated)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn load() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = fs::read("a");
    let _ = fs::read("b"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
