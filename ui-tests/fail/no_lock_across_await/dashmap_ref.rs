//! A reference into a `DashMap`: the guard is `Send`, so nothing else finds it.

use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(sessions: &DashMap<u64, u64>) {
    if let Some(session) = sessions.get(&1) { //~ ERROR
        save(*session).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&DashMap::new()).await;
}
