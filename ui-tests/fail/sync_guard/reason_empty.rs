//! A reason that says nothing.

use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard(reason = "")] //~ ERROR
struct Lease;

fn main() {
    let _lease = Lease;
}
