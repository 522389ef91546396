#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;

async fn work() {}


#[no_blocking]
async fn awaits() {
    work().await;
}

#[no_blocking]
async fn local_set(local: &tokio::task::LocalSet) {
    local.run_until(work()).await;
}

async fn block_on(work: impl Future<Output = ()>) {
    work.await;
}

#[no_blocking]
async fn own() {
    block_on(work()).await;
}

#[no_blocking]
async fn insulated(handle: tokio::runtime::Handle) {
    let _ = tokio::task::spawn_blocking(move || handle.block_on(work())).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
