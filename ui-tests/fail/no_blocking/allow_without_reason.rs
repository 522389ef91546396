//! An allowance must say why.
#![allow(dead_code, deprecated)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn load() {
    #[asyncward::allow(blocking)] //~ ERROR
    let _ = fs::read("a");
}

#[no_blocking]
async fn load_again() {
    #[asyncward::allow(blocking, reason = "")] //~ ERROR
    let _ = fs::read("a");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
