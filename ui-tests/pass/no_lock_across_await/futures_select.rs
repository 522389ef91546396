//! A guard in an arm of `select!` of futures is gone before the await.

use std::sync::Mutex;

use asyncward::no_lock_across_await;
use futures::FutureExt as _;

async fn save(_: u64) {}

#[no_lock_across_await]
async fn race(counter: &Mutex<u64>) {
    let (first, second) = (save(1).fuse(), save(2).fuse());
    futures::pin_mut!(first, second);
    loop {
        futures::select_biased! {
            () = first => {
                let count = *counter.lock().unwrap();
                save(count).await;
            }
            () = second => drop(counter.lock().unwrap()),
            complete => break,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    race(&Mutex::new(0)).await;
}
