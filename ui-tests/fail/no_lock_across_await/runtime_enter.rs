//! An entered runtime.

use asyncward::no_lock_across_await;
use tokio::runtime::Handle;

async fn query() {}

#[no_lock_across_await]
async fn run_on(runtime: &Handle) {
    let _entered = runtime.enter(); //~ ERROR
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    run_on(&Handle::current()).await;
}
