#![deny(warnings)]
#![allow(dead_code)]

use std::io::Write as _;

use asyncward::no_blocking;


#[no_blocking]
async fn by_default() {
    println!("x");
    let _ = std::io::stdout().flush();
}

#[no_blocking(also(contention))]
async fn formats() {
    drop(format!("x"));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
