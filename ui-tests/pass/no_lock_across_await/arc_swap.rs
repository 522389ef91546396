#![deny(warnings)]
use std::sync::Arc;

use arc_swap::ArcSwap;
use asyncward::no_lock_across_await;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(value: &ArcSwap<u64>) {
    let value = value.load_full();
    save(*value).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&ArcSwap::new(Arc::new(0))).await;
}
