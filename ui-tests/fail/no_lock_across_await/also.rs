//! A foreign guard type that the user lists.

use asyncward::no_lock_across_await;

mod pool {
    pub struct Slot<'a, T>(pub &'a T);
}

async fn work() {}

#[no_lock_across_await(also(pool::Slot<'_, _>))]
async fn pooled(resource: &u64) {
    let _slot = pool::Slot(resource); //~ ERROR
    work().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    pooled(&1).await;
}
