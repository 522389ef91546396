#![deny(warnings)]
use asyncward::SyncGuard;

#[derive(SyncGuard)]
#[sync_guard]
struct Lease;

fn main() {
    let _lease = Lease;
}
