//! An allowance that silences nothing.
#![allow(dead_code, deprecated)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn nothing() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")] //~ ERROR
    let _ = 1 + 1;
}

#[no_blocking]
async fn not_std() {
    use tokio::fs;
    
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")] //~ ERROR
    let _ = fs::read("a").await;
}

#[no_blocking]
async fn elsewhere() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")] //~ ERROR
    let _ = "a".len();
    let _ = fs::read("a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
