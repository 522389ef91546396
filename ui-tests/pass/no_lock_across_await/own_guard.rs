#![deny(warnings)]
use asyncward::{SyncGuard, no_lock_across_await};

#[derive(SyncGuard)]
#[sync_guard(reason = "there is one printer, and everybody queues for it")]
struct Printer;

fn acquire() -> Printer {
    Printer
}

async fn page() {}

#[no_lock_across_await]
async fn print() {
    page().await;
    let _printer = acquire();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    print().await;
}
