#![deny(warnings)]
#![allow(dead_code)]

use std::fs;
use std::time::Duration;

use asyncward::no_blocking;
use tokio::task::spawn_blocking as in_background;
use tokio::time::sleep as nap;

mod own {
    pub(crate) fn read(_: &str) {}
}

#[no_blocking]
async fn renamed() {
    nap(Duration::ZERO).await;
}

#[no_blocking]
async fn renamed_inside() {
    use own::read as load;

    load("a");
}

/// What insulates is known by its other name too.
#[no_blocking]
async fn insulated() {
    use std::thread::spawn as start;

    let _ = in_background(|| fs::read("a")).await;
    drop(start(|| fs::read("a")));
}

#[no_blocking]
async fn through_a_variable() {
    let read = own::read;
    read("a");
    let load = fs::read::<&str>;
    let _ = in_background(move || load("a")).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    renamed().await;
    renamed_inside().await;
    insulated().await;
    through_a_variable().await;
}
