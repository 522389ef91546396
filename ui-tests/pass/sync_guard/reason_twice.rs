#![deny(warnings)]
use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard(reason = "the lease is for one", crate = ::asyncward)]
struct Lease;

fn main() {
    let _lease = Lease;
}
