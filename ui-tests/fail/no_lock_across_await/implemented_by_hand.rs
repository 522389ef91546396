//! A type for which the user implements `SyncGuard`.

use asyncward::{SyncGuard, no_lock_across_await, reason};

struct Lease;

impl SyncGuard for Lease {
    type Reason = reason::Lock;
}

async fn work() {}

#[no_lock_across_await]
async fn leased() {
    let _lease = Lease; //~ ERROR
    work().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    leased().await;
}
