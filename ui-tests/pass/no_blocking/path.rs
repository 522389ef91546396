#![deny(warnings)]
#![allow(dead_code)]

use std::path::Path;

use asyncward::no_blocking;


#[no_blocking]
async fn asks_nothing(path: &Path) {
    let _ = (path.join("a"), path.parent(), path.file_name(), path.is_absolute());
    let _ = (path.starts_with("a"), path.extension(), path.to_path_buf(), path.iter().count());
}

#[no_blocking]
async fn metadata(path: &Path) {
    let _ = tokio::fs::metadata(path).await.map(|metadata| metadata.is_file());
}

#[no_blocking]
async fn entry(entry: &tokio::fs::DirEntry) {
    let _ = (entry.metadata().await, entry.file_type().await, entry.file_name());
}

#[no_blocking]
async fn kind(kind: std::fs::FileType) {
    let _ = (kind.is_dir(), kind.is_file(), kind.is_symlink());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
