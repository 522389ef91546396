#![deny(warnings)]
use asyncward::no_lock_across_await;

async fn query() {}

#[no_lock_across_await]
async fn traced() {
    tracing::info_span!("query").in_scope(|| tracing::info!("begins"));
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    traced().await;
}
