#![deny(warnings)]
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use asyncward::no_blocking;

fn read(path: &&str) -> usize {
    path.len()
}

trait Inbox {
    fn recv(&self) -> u8;
}

impl Inbox for u8 {
    fn recv(&self) -> u8 {
        *self
    }
}

struct Handle;

impl Handle {
    fn join(self) {}

    fn exists(&self) -> bool {
        true
    }
}

#[no_blocking]
async fn functions(paths: Vec<&str>) {
    let _: Vec<_> = paths.iter().map(read).collect();
}

#[no_blocking]
async fn methods<T: Inbox>(inboxes: Vec<T>, paths: Vec<PathBuf>) {
    let handles = [Handle, Handle];
    assert!(handles.iter().all(Handle::exists));
    handles.into_iter().for_each(Handle::join);
    let _: Vec<_> = inboxes.iter().map(Inbox::recv).collect();
    let _: Vec<_> = inboxes.iter().map(T::recv).collect();
    let _ = paths.iter().map(PathBuf::as_path).all(Path::is_absolute);
    let _ = [vec![1_u8].into_iter()].iter_mut().map(Iterator::next).count();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    functions(vec!["a"]).await;
    methods(vec![1_u8], vec![PathBuf::new()]).await;
}
