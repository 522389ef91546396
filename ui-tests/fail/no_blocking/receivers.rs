//! Receivers behind fields, elements, references and smart pointers.
#![allow(dead_code, deprecated)]

use std::fs::File;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use asyncward::no_blocking;

struct Owner {
    rx: Receiver<u32>,
    all: Vec<Receiver<u32>>,
}

#[no_blocking]
async fn field(owner: &Owner) {
    let _ = owner.rx.recv(); //~ ERROR
}

#[no_blocking]
async fn element(owner: &Owner) {
    let _ = owner.all[0].recv(); //~ ERROR
}

#[no_blocking]
async fn shared(rx: Arc<Mutex<Receiver<u32>>>) {
    let _ = rx.lock().unwrap().recv(); //~ ERROR
}

#[no_blocking]
async fn boxed(rx: Box<Receiver<u32>>) {
    let _ = rx.recv(); //~ ERROR
}

#[no_blocking]
async fn wrapped(file: &Box<File>) {
    let _ = file.sync_all(); //~ ERROR
}

#[no_blocking]
async fn of_call() {
    let _ = std::sync::mpsc::channel::<u32>().1.recv(); //~ ERROR
}

#[no_blocking]
async fn generic<T>(rx: &Receiver<T>) {
    let _ = rx.recv(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
