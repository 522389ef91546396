#![deny(warnings)]
use asyncward::no_lock_across_await;

async fn query() {}

#[no_lock_across_await]
async fn traced() {
    let span = tracing::info_span!("query");
    tracing::Instrument::instrument(query(), span).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    traced().await;
}
