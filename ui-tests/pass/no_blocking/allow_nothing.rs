#![deny(warnings)]
#![allow(dead_code)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn something() {
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = fs::read("a");
}

#[no_blocking]
async fn one_of_two() {
    let a = "a".to_owned();
    #[asyncward::allow(blocking, reason = "small, and on a RAM disk")]
    let _ = (a.len(), fs::read(a));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
