//! A default subscriber of the thread.

use asyncward::no_lock_across_await;
use tracing::subscriber::{NoSubscriber, set_default};

async fn query() {}

#[no_lock_across_await]
async fn quietly() {
    let _default = set_default(NoSubscriber::new()); //~ ERROR
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    quietly().await;
}
