#![deny(warnings)]
use asyncward::no_lock_across_await;
use tokio::task::LocalSet;

async fn query() {}

#[no_lock_across_await]
async fn run_in(set: &LocalSet) {
    set.run_until(query()).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    run_in(&LocalSet::new()).await;
}
