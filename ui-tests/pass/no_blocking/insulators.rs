#![deny(warnings)]
#![allow(dead_code)]

use std::thread;
use std::time::Duration;

use asyncward::no_blocking;
use tokio::task;


#[no_blocking]
async fn spawn_blocking() {
    let _ = task::spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_handle(handle: &tokio::runtime::Handle) {
    let _ = handle.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_runtime(runtime: &tokio::runtime::Runtime) {
    let _ = runtime.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_join_set(set: &mut task::JoinSet<()>) {
    set.spawn_blocking(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn of_tracker(tracker: &tokio_util::task::TaskTracker) {
    let _ = tracker.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn block_in_place() {
    task::block_in_place(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn spawn() {
    drop(thread::spawn(|| thread::sleep(Duration::ZERO)));
}

#[no_blocking]
async fn builder() {
    drop(thread::Builder::new().spawn(|| thread::sleep(Duration::ZERO)));
}

#[no_blocking]
async fn rayon_spawn() {
    rayon::spawn(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn moved(path: String) {
    let _ = task::spawn_blocking(move || std::fs::read(path)).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
