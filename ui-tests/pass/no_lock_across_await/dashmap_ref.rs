#![deny(warnings)]
use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(sessions: &DashMap<u64, u64>) {
    let session = sessions.get(&1).map(|session| *session);
    if let Some(session) = session {
        save(session).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&DashMap::new()).await;
}
