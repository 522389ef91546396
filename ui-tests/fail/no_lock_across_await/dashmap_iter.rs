//! A `DashMap` read in a `for` loop.

use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn save_all(sessions: &DashMap<u64, u64>) {
    for session in sessions.iter() { //~ ERROR
        save(*session.value()).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    save_all(&DashMap::new()).await;
}
