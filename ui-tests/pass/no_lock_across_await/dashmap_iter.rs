#![deny(warnings)]
use asyncward::no_lock_across_await;
use dashmap::DashMap;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn save_all(sessions: &DashMap<u64, u64>) {
    let all: Vec<u64> = sessions.iter().map(|session| *session.value()).collect();
    for session in all {
        save(session).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    save_all(&DashMap::new()).await;
}
