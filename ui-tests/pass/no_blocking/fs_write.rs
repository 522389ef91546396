#![deny(warnings)]
#![allow(dead_code)]

use tokio::fs;

use asyncward::no_blocking;


#[no_blocking]
async fn copy(path: &str) {
    let _ = fs::copy(path, "b").await;
}

#[no_blocking]
async fn create_dir(path: &str) {
    let _ = fs::create_dir(path).await;
}

#[no_blocking]
async fn create_dir_all(path: &str) {
    let _ = fs::create_dir_all(path).await;
}

#[no_blocking]
async fn hard_link(path: &str) {
    let _ = fs::hard_link(path, "b").await;
}

#[no_blocking]
async fn remove_dir(path: &str) {
    let _ = fs::remove_dir(path).await;
}

#[no_blocking]
async fn remove_dir_all(path: &str) {
    let _ = fs::remove_dir_all(path).await;
}

#[no_blocking]
async fn remove_file(path: &str) {
    let _ = fs::remove_file(path).await;
}

#[no_blocking]
async fn rename(path: &str) {
    let _ = fs::rename(path, "b").await;
}

#[no_blocking]
async fn write(path: &str) {
    let _ = fs::write(path, "text").await;
}

#[no_blocking]
async fn set_permissions(path: &str, permissions: std::fs::Permissions) {
    let _ = fs::set_permissions(path, permissions).await;
}

#[no_blocking]
async fn symlink(path: &str) {
    let _ = fs::symlink(path, "b").await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
