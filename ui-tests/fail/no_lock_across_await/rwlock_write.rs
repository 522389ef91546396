//! The write guard of a `std::sync::RwLock`.

use std::sync::RwLock;

use asyncward::no_lock_across_await;

async fn load() -> String {
    String::new()
}

#[no_lock_across_await]
async fn reload(config: &RwLock<String>) {
    let mut config = config.write().unwrap(); //~ ERROR
    *config = load().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    reload(&RwLock::new(String::new())).await;
}
