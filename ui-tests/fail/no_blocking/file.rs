//! The methods of a `std::fs::File`.
#![allow(dead_code, deprecated)]

use std::fs::{File, FileTimes, Permissions};
use std::os::unix::fs::FileExt as _;
use std::time::SystemTime;

use asyncward::no_blocking;


#[no_blocking]
async fn metadata(file: &File) {
    let _ = file.metadata(); //~ ERROR
}

#[no_blocking]
async fn set_len(file: &File) {
    let _ = file.set_len(0); //~ ERROR
}

#[no_blocking]
async fn set_modified(file: &File) {
    let _ = file.set_modified(SystemTime::now()); //~ ERROR
}

#[no_blocking]
async fn set_permissions(file: &File, permissions: Permissions) {
    let _ = file.set_permissions(permissions); //~ ERROR
}

#[no_blocking]
async fn set_times(file: &File) {
    let _ = file.set_times(FileTimes::new()); //~ ERROR
}

#[no_blocking]
async fn sync_all(file: &File) {
    let _ = file.sync_all(); //~ ERROR
}

#[no_blocking]
async fn sync_data(file: &File) {
    let _ = file.sync_data(); //~ ERROR
}

#[no_blocking]
async fn try_clone(file: &File) {
    let _ = file.try_clone(); //~ ERROR
}

#[no_blocking]
async fn lock(file: &File) {
    let _ = file.lock(); //~ ERROR
}

#[no_blocking]
async fn lock_shared(file: &File) {
    let _ = file.lock_shared(); //~ ERROR
}

#[no_blocking]
async fn read_at(file: &File) {
    let _ = file.read_at(&mut [0], 0); //~ ERROR
}

#[no_blocking]
async fn read_exact_at(file: &File) {
    let _ = file.read_exact_at(&mut [0], 0); //~ ERROR
}

#[no_blocking]
async fn write_at(file: &File) {
    let _ = file.write_at(&[0], 0); //~ ERROR
}

#[no_blocking]
async fn write_all_at(file: &File) {
    let _ = file.write_all_at(&[0], 0); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
