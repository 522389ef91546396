#![deny(warnings)]
use asyncward::no_lock_across_await;
use tracing::subscriber::{NoSubscriber, set_default};

async fn query() {}

#[no_lock_across_await]
async fn quietly() {
    let default = set_default(NoSubscriber::new());
    drop(default);
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    quietly().await;
}
