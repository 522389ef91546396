//! An entered `LocalSet`.

use asyncward::no_lock_across_await;
use tokio::task::LocalSet;

async fn query() {}

#[no_lock_across_await]
async fn run_in(set: &LocalSet) {
    let _entered = set.enter(); //~ ERROR
    query().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    run_in(&LocalSet::new()).await;
}
