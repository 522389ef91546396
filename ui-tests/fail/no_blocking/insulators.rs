//! What is not in the closure that an insulator gets runs on the worker, and so does an `async` block in it.
#![allow(dead_code, deprecated)]

use std::thread;
use std::time::Duration;

use asyncward::no_blocking;
use tokio::task;

const SECOND: Duration = Duration::from_secs(1);


#[no_blocking]
async fn argument() {
    let _ = task::spawn_blocking({
        thread::sleep(SECOND); //~ ERROR
        || ()
    })
    .await;
}

#[no_blocking]
async fn receiver(handle: thread::JoinHandle<tokio::runtime::Handle>) {
    let _ = handle.join().unwrap().spawn_blocking(|| ()).await; //~ ERROR
}

#[no_blocking]
async fn async_block() {
    drop(thread::spawn(|| {
        drop(async { thread::sleep(SECOND) }); //~ ERROR
    }));
}

#[no_blocking]
async fn closure_around() {
    let start = || {
        thread::sleep(SECOND); //~ ERROR
        task::spawn_blocking(|| ())
    };
    let _ = start().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
