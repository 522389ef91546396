//! What reads from the terminal.
#![allow(dead_code, deprecated)]

use std::io::{self, BufRead as _, Read as _};

use asyncward::no_blocking;


#[no_blocking]
async fn read_line(line: &mut String) {
    let _ = io::stdin().read_line(line); //~ ERROR
}

#[no_blocking]
async fn lines() {
    for line in io::stdin().lines() { //~ ERROR
        drop(line);
    }
}

#[no_blocking]
async fn locked(line: &mut String) {
    let _ = io::stdin().lock().read_line(line); //~ ERROR
}

#[no_blocking]
async fn read(buffer: &mut [u8]) {
    let _ = io::stdin().read(buffer); //~ ERROR
}

#[no_blocking]
async fn read_exact(buffer: &mut [u8]) {
    let _ = io::stdin().read_exact(buffer); //~ ERROR
}

#[no_blocking]
async fn read_to_end(buffer: &mut Vec<u8>) {
    let _ = io::stdin().read_to_end(buffer); //~ ERROR
}

#[no_blocking]
async fn read_to_string(text: &mut String) {
    let _ = io::stdin().read_to_string(text); //~ ERROR
}

#[no_blocking]
async fn read_until(buffer: &mut Vec<u8>) {
    let _ = io::stdin().lock().read_until(0, buffer); //~ ERROR
}

#[no_blocking]
async fn split() {
    for part in io::stdin().lock().split(0) { //~ ERROR
        drop(part);
    }
}

#[no_blocking]
async fn fill_buf(stdin: &mut io::StdinLock<'_>) {
    let _ = stdin.fill_buf(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
