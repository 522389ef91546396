#![deny(warnings)]
#![allow(dead_code)]

mod my_db {
    pub(crate) fn query_sync(n: u32) -> u32 {
        n
    }
}

mod other {
    pub(crate) fn query_sync(n: u32) -> u32 {
        n
    }
}

use asyncward::no_blocking;


#[no_blocking]
async fn unlisted() {
    let _ = my_db::query_sync(1);
}

#[no_blocking(also(my_db::query_sync))]
async fn other() {
    let _ = other::query_sync(1);
}

#[no_blocking(also(my_db::query_sync))]
async fn insulated() {
    let _ = tokio::task::spawn_blocking(|| my_db::query_sync(1)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
