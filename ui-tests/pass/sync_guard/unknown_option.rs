#![deny(warnings)]
use asyncward::SyncGuard;

#[derive(SyncGuard)]
struct Lease;

fn main() {
    let _lease = Lease;
}
