//! Two reasons.

use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard(reason = "the lease is for one", reason = "and for no other")] //~ ERROR
struct Lease;

fn main() {
    let _lease = Lease;
}
