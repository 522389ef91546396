//! Functions and methods that are handed on by name to what calls them at once.
#![allow(dead_code, deprecated)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn functions(paths: Vec<&str>, pauses: Vec<Duration>) {
    let _: Vec<_> = paths.iter().map(fs::read).collect(); //~ ERROR
    let _ = paths.first().map(File::open); //~ ERROR
    pauses.into_iter().for_each(std::thread::sleep); //~ ERROR
}

#[no_blocking]
async fn methods(handles: Vec<JoinHandle<u8>>, paths: Vec<PathBuf>, inboxes: Vec<mpsc::Receiver<u8>>) {
    let _: Vec<_> = handles.into_iter().map(JoinHandle::join).collect(); //~ ERROR
    let _ = paths.iter().map(PathBuf::as_path).all(Path::exists); //~ ERROR
    let _: Vec<_> = inboxes.iter().map(mpsc::Receiver::recv).collect(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
