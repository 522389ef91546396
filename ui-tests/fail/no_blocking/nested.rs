//! Bodies that run on the worker: closures, `async` blocks, arguments of macros.
#![allow(dead_code, deprecated)]

use std::thread;
use std::time::Duration;

use asyncward::no_blocking;

const SECOND: Duration = Duration::from_secs(1);


#[no_blocking]
async fn closure() {
    let wait = || thread::sleep(SECOND); //~ ERROR
    wait();
}

#[no_blocking]
async fn mapped(all: Vec<u32>) {
    all.iter().for_each(|_| thread::sleep(SECOND)); //~ ERROR
}

#[no_blocking]
async fn async_block() {
    let work = async {
        thread::sleep(SECOND); //~ ERROR
    };
    work.await;
}

#[no_blocking]
async fn joined() {
    tokio::join!(async { thread::sleep(SECOND) }, async {}); //~ ERROR
}

#[no_blocking]
async fn arm() {
    tokio::select! {
        () = async {} => thread::sleep(SECOND), //~ ERROR
        else => {}
    }
}

#[no_blocking]
async fn formatted() {
    drop(format!("{:?}", std::fs::read("a"))); //~ ERROR
}

#[no_blocking]
async fn spawned() {
    drop(tokio::spawn(async { thread::sleep(SECOND) })); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
