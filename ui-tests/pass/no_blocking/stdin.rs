#![deny(warnings)]
#![allow(dead_code)]

use tokio::io::{AsyncBufReadExt as _, BufReader};

use asyncward::no_blocking;


#[no_blocking]
async fn read_line(line: &mut String) {
    let _ = BufReader::new(tokio::io::stdin()).read_line(line).await;
}

#[no_blocking]
async fn only_asked_for() {
    drop(std::io::stdin());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
