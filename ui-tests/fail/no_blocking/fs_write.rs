//! The functions of `std::fs` that write.
#![allow(dead_code, deprecated)]

use std::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn copy(path: &str) {
    let _ = fs::copy(path, "b"); //~ ERROR
}

#[no_blocking]
async fn create_dir(path: &str) {
    let _ = fs::create_dir(path); //~ ERROR
}

#[no_blocking]
async fn create_dir_all(path: &str) {
    let _ = fs::create_dir_all(path); //~ ERROR
}

#[no_blocking]
async fn hard_link(path: &str) {
    let _ = fs::hard_link(path, "b"); //~ ERROR
}

#[no_blocking]
async fn remove_dir(path: &str) {
    let _ = fs::remove_dir(path); //~ ERROR
}

#[no_blocking]
async fn remove_dir_all(path: &str) {
    let _ = fs::remove_dir_all(path); //~ ERROR
}

#[no_blocking]
async fn remove_file(path: &str) {
    let _ = fs::remove_file(path); //~ ERROR
}

#[no_blocking]
async fn rename(path: &str) {
    let _ = fs::rename(path, "b"); //~ ERROR
}

#[no_blocking]
async fn write(path: &str) {
    let _ = fs::write(path, "text"); //~ ERROR
}

#[no_blocking]
async fn soft_link(path: &str) {
    let _ = fs::soft_link(path, "b"); //~ ERROR
}

#[no_blocking]
async fn set_permissions(path: &str, permissions: fs::Permissions) {
    let _ = fs::set_permissions(path, permissions); //~ ERROR
}

#[no_blocking]
async fn chown(path: &str) {
    let _ = std::os::unix::fs::chown(path, None, None); //~ ERROR
}

#[no_blocking]
async fn symlink(path: &str) {
    let _ = std::os::unix::fs::symlink(path, "b"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
