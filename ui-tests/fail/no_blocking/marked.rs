//! Functions and methods that `#[asyncward::blocking]` marks.
#![allow(dead_code, deprecated)]

use asyncward::{blocking, no_blocking};

#[blocking]
fn query(n: u32) -> u32 {
    n
}

#[blocking(write = "`Store::load_async(key).await`")]
fn load(key: &str) -> usize {
    key.len()
}

struct Store;

impl Store {
    #[blocking]
    fn fetch(&self, key: &str) -> usize {
        key.len()
    }
}


#[no_blocking]
async fn function() {
    let _ = query(1); //~ ERROR
}

#[no_blocking]
async fn with_hint() {
    let _ = load("a"); //~ ERROR
}

#[no_blocking]
async fn method(store: &Store) {
    let _ = store.fetch("a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
