//! The functions of `std::fs` that read.
#![allow(dead_code, deprecated)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn canonicalize(path: &str) {
    let _ = fs::canonicalize(path); //~ ERROR
}

#[no_blocking]
async fn exists(path: &str) {
    let _ = fs::exists(path); //~ ERROR
}

#[no_blocking]
async fn metadata(path: &str) {
    let _ = fs::metadata(path); //~ ERROR
}

#[no_blocking]
async fn read(path: &str) {
    let _ = fs::read(path); //~ ERROR
}

#[no_blocking]
async fn next_entry(entries: &mut fs::ReadDir) {
    let _ = entries.next(); //~ ERROR
}

#[no_blocking]
async fn read_dir(path: &str) {
    let _ = fs::read_dir(path); //~ ERROR
}

#[no_blocking]
async fn read_link(path: &str) {
    let _ = fs::read_link(path); //~ ERROR
}

#[no_blocking]
async fn read_to_string(path: &str) {
    let _ = fs::read_to_string(path); //~ ERROR
}

#[no_blocking]
async fn symlink_metadata(path: &str) {
    let _ = fs::symlink_metadata(path); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
