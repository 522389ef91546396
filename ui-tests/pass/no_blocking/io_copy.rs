#![deny(warnings)]
#![allow(dead_code)]

use std::io;

use asyncward::no_blocking;


#[no_blocking]
async fn in_memory() {
    let _ = io::copy(&mut &b"x"[..], &mut Vec::new());
    let _ = io::read_to_string(io::Cursor::new("x"));
}

#[no_blocking]
async fn of_tokio(file: &mut tokio::fs::File) {
    let _ = tokio::io::copy(file, &mut tokio::io::sink()).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
