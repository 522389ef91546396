#![deny(warnings)]
use asyncward::no_lock_across_await;
use atomic_refcell::AtomicRefCell;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn show(cell: &AtomicRefCell<u64>) {
    let value = *cell.borrow();
    save(value).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&AtomicRefCell::new(0)).await;
}
