//! An option that there is not.

use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard(reasons = "the lease is for one")] //~ ERROR
struct Lease;

fn main() {
    let _lease = Lease;
}
