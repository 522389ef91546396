#![deny(warnings)]
#![allow(dead_code)]

mod own {
    pub(crate) fn read(_: &str) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    pub(crate) fn sleep(_: u32) {}
}

use std::time::Duration;

use asyncward::no_blocking;
use tokio::fs as disk;
use tokio::time::sleep;


#[no_blocking]
async fn imported() {
    sleep(Duration::ZERO).await;
}

#[no_blocking]
async fn renamed_module() {
    let _ = disk::read("a").await;
}

#[no_blocking]
async fn shadowed() {
    let sleep = |_: Duration| ();
    sleep(Duration::ZERO);
}

#[no_blocking]
async fn own() {
    let _ = own::read("a");
    own::sleep(1);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
