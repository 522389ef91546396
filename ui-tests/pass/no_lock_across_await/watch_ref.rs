#![deny(warnings)]
use asyncward::no_lock_across_await;
use tokio::sync::watch;

async fn apply(_: &str) {}

#[no_lock_across_await]
async fn follow(mut config: watch::Receiver<String>) {
    let latest = config.borrow_and_update().clone();
    apply(&latest).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    follow(watch::channel(String::new()).1).await;
}
