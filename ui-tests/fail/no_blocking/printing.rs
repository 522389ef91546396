//! What prints: with `also(contention)`.
#![allow(dead_code, deprecated)]

use std::io::Write as _;

use asyncward::no_blocking;


#[no_blocking(also(contention))]
async fn prints() {
    println!("x"); //~ ERROR
    eprint!("x"); //~ ERROR
    let _n = dbg!(1); //~ ERROR
}

#[no_blocking(also(contention))]
async fn writes() {
    let _ = std::io::stdout().flush(); //~ ERROR
    let _ = std::io::stderr().lock().write_all(b"x"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
