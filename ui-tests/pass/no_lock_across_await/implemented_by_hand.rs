#![deny(warnings)]
use asyncward::{SyncGuard, no_lock_across_await, reason};

struct Lease;

impl SyncGuard for Lease {
    type Reason = reason::Lock;
}

async fn work() {}

#[no_lock_across_await]
async fn leased() {
    drop(Lease);
    work().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    leased().await;
}
