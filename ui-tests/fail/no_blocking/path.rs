//! The questions of a path that go to the disk.
#![allow(dead_code, deprecated)]

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use asyncward::no_blocking;


#[no_blocking]
async fn canonicalize(path: PathBuf) {
    let _ = path.canonicalize(); //~ ERROR
}

#[no_blocking]
async fn exists(path: &Path) {
    let _ = path.exists(); //~ ERROR
}

#[no_blocking]
async fn is_dir(path: PathBuf) {
    let _ = path.is_dir(); //~ ERROR
}

#[no_blocking]
async fn is_file(path: &Path) {
    let _ = path.is_file(); //~ ERROR
}

#[no_blocking]
async fn is_symlink(path: PathBuf) {
    let _ = path.is_symlink(); //~ ERROR
}

#[no_blocking]
async fn metadata(path: &Path) {
    let _ = path.metadata(); //~ ERROR
}

#[no_blocking]
async fn read_dir(path: PathBuf) {
    let _ = path.read_dir(); //~ ERROR
}

#[no_blocking]
async fn read_link(path: &Path) {
    let _ = path.read_link(); //~ ERROR
}

#[no_blocking]
async fn symlink_metadata(path: PathBuf) {
    let _ = path.symlink_metadata(); //~ ERROR
}

#[no_blocking]
async fn try_exists(path: &Path) {
    let _ = path.try_exists(); //~ ERROR
}

#[no_blocking]
async fn entry_metadata(entry: &DirEntry) {
    let _ = entry.metadata(); //~ ERROR
}

#[no_blocking]
async fn entry_file_type(entry: &DirEntry) {
    let _ = entry.file_type(); //~ ERROR
}

#[no_blocking]
async fn of_joined(path: &Path) {
    let _ = path.join("b").exists(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
