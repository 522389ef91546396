#![deny(warnings)]
#![allow(dead_code)]

use tokio::fs::File;

use asyncward::no_blocking;


#[no_blocking]
async fn metadata(file: &File) {
    let _ = file.metadata().await;
}

#[no_blocking]
async fn set_len(file: &File) {
    let _ = file.set_len(0).await;
}

#[no_blocking]
async fn sync_all(file: &File) {
    let _ = file.sync_all().await;
}

#[no_blocking]
async fn sync_data(file: &File) {
    let _ = file.sync_data().await;
}

#[no_blocking]
async fn try_clone(file: &File) {
    let _ = file.try_clone().await;
}

#[no_blocking]
async fn try_lock(file: &std::fs::File) {
    let _ = file.try_lock();
    let _ = file.unlock();
}

#[no_blocking]
async fn of_what_is_read(metadata: &std::fs::Metadata) {
    let _ = (metadata.is_file(), metadata.is_dir(), metadata.is_symlink(), metadata.modified());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
