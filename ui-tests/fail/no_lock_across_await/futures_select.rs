//! A guard alive over an await in an arm of `select!` of futures.

use std::sync::Mutex;

use asyncward::no_lock_across_await;
use futures::FutureExt as _;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn race(counter: &Mutex<u64>) {
    let (first, second) = (save(1).fuse(), save(2).fuse());
    futures::pin_mut!(first, second);
    futures::select! {
        () = first => {
            let count = counter.lock().unwrap(); //~ ERROR
            save(*count).await;
        }
        () = second => {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    race(&Mutex::new(0)).await;
}
