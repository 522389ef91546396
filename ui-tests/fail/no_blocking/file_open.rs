//! What opens a file.
#![allow(dead_code, deprecated)]

use std::fs::{self, File, OpenOptions};

use asyncward::no_blocking;


#[no_blocking]
async fn opens() {
    let _ = File::open("a"); //~ ERROR
}

#[no_blocking]
async fn creates() {
    let _ = File::create("a"); //~ ERROR
}

#[no_blocking]
async fn creates_new() {
    let _ = File::create_new("a"); //~ ERROR
}

#[no_blocking]
async fn opens_with_options() {
    let _ = OpenOptions::new().append(true).open("a"); //~ ERROR
}

#[no_blocking]
async fn opens_with_kept_options(options: &OpenOptions) {
    let _ = options.open("a"); //~ ERROR
}

#[no_blocking]
async fn builds() {
    let _ = fs::DirBuilder::new().create("a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
