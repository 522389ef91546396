//! A guard type of the user's, with a reason of its own.

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
    let _printer = acquire(); //~ ERROR
    page().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    print().await;
}
