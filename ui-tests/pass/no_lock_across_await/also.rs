#![deny(warnings)]
use asyncward::no_lock_across_await;

mod pool {
    pub struct Slot<'a, T>(pub &'a T);
}

async fn work() {}

#[no_lock_across_await(also(pool::Slot<'_, _>))]
async fn pooled(resource: &u64) {
    let slot = pool::Slot(resource);
    let copied = *slot.0;
    drop(slot);
    work().await;
    assert_eq!(copied, *resource);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    pooled(&1).await;
}
