//! The reason as the value of the attribute itself.

use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard = "the lease is for one"] //~ ERROR
struct Lease;

fn main() {
    let _lease = Lease;
}
