#![deny(warnings)]
#![allow(dead_code)]

use tokio::fs::{self, File, OpenOptions};

use asyncward::no_blocking;


#[no_blocking]
async fn opens() {
    let _ = File::open("a").await;
}

#[no_blocking]
async fn creates() {
    let _ = File::create("b/c").await;
}

#[no_blocking]
async fn opens_with_options() {
    let _ = OpenOptions::new().append(true).open("a").await;
}

#[no_blocking]
async fn sets_options() {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).create_new(true);
}

#[no_blocking]
async fn builds() {
    let _ = fs::DirBuilder::new().create("a").await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
