#![deny(warnings)]
#![allow(dead_code)]

use asyncward::{blocking, no_blocking};

#[blocking]
fn query(n: u32) -> u32 {
    n
}

mod other {
    pub(crate) fn query(text: &str) -> usize {
        text.len()
    }
}

struct Other;

impl Other {
    fn fetch(&self, key: &str) -> usize {
        key.len()
    }
}


#[no_blocking]
async fn insulated() {
    let _ = tokio::task::spawn_blocking(|| query(1)).await;
}

#[no_blocking]
async fn of_that_name(store: &Other) {
    let _ = store.fetch("a");
}

#[no_blocking]
async fn not_async() {
    let _ = other::query("a");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
