//! Calls by any path: imported, renamed, re-exported, from the root.
#![allow(dead_code, deprecated)]

mod exported {
    pub(crate) use std::fs as files;
    pub(crate) use std::sync::mpsc::Receiver as Inbox;
    pub(crate) use std::thread::sleep;
}

use std::fs as disk;
use std::thread::sleep;
use std::time::Duration;

use asyncward::no_blocking;

type Handle = disk::File;


#[no_blocking]
async fn imported() {
    sleep(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn renamed_module() {
    let _ = disk::read("a"); //~ ERROR
}

#[no_blocking]
async fn re_exported() {
    exported::sleep(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn re_exported_module() {
    let _ = exported::files::read("a"); //~ ERROR
}

#[no_blocking]
async fn from_the_root() {
    let _ = ::std::fs::read("a"); //~ ERROR
}

#[no_blocking]
async fn by_alias() {
    let _ = Handle::open("a"); //~ ERROR
}

#[no_blocking]
async fn in_angles() {
    let _ = <disk::File>::open("a"); //~ ERROR
}

#[no_blocking]
async fn renamed_type(rx: exported::Inbox<u32>) {
    let _ = rx.recv(); //~ ERROR
}

#[no_blocking]
async fn raw() {
    let _ = disk::r#read("a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
