//! An owned entered span of tracing.

use asyncward::no_lock_across_await;

async fn query() {}

#[no_lock_across_await]
async fn traced() {
    let _entered = tracing::info_span!("query").entered(); //~ ERROR
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    traced().await;
}
