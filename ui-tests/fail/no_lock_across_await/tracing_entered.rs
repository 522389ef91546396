//! An entered span of tracing.

use asyncward::no_lock_across_await;

async fn query() {}

#[no_lock_across_await]
async fn traced() {
    let span = tracing::info_span!("query");
    let _entered = span.enter(); //~ ERROR
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    traced().await;
}
