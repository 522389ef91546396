#![deny(warnings)]
#![allow(dead_code)]

use std::io::{BufRead as _, BufReader, Cursor};

use asyncward::no_blocking;


#[no_blocking]
async fn of_slice(bytes: &[u8]) {
    for line in bytes.lines() {
        drop(line);
    }
}

#[no_blocking]
async fn of_cursor(line: &mut String) {
    let _ = BufReader::new(Cursor::new("text")).read_line(line);
}

#[no_blocking]
async fn of_text(text: &str) {
    let _ = text.lines().count() + text.split(',').count();
}

#[no_blocking]
async fn of_tokio(stream: tokio::net::TcpStream, line: &mut String) {
    let _ = tokio::io::AsyncBufReadExt::read_line(&mut tokio::io::BufReader::new(stream), line).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
