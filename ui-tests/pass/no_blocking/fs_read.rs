#![deny(warnings)]
#![allow(dead_code)]

use tokio::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn canonicalize(path: &str) {
    let _ = fs::canonicalize(path).await;
}

#[no_blocking]
async fn exists(path: &str) {
    let _ = fs::try_exists(path).await;
}

#[no_blocking]
async fn metadata(path: &str) {
    let _ = fs::metadata(path).await;
}

#[no_blocking]
async fn read(path: &str) {
    let _ = fs::read(path).await;
}

#[no_blocking]
async fn read_dir(path: &str) {
    let _ = fs::read_dir(path).await;
}

#[no_blocking]
async fn read_link(path: &str) {
    let _ = fs::read_link(path).await;
}

#[no_blocking]
async fn read_to_string(path: &str) {
    let _ = fs::read_to_string(path).await;
}

#[no_blocking]
async fn symlink_metadata(path: &str) {
    let _ = fs::symlink_metadata(path).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
