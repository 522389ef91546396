//! Functions that a `use` of the file gives another name, and those that go by a variable's.
#![allow(dead_code, deprecated)]

use std::fs;
use std::thread::sleep as nap;
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn renamed() {
    nap(Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn renamed_inside() {
    use std::fs::{self, read as load};

    let _ = load("a"); //~ ERROR
    let _ = fs::metadata("a"); //~ ERROR
}

#[no_blocking]
async fn through_a_variable() {
    let read = fs::read::<&str>; //~ ERROR
    let _ = read("a");
}

#[no_blocking]
async fn through_a_pointer() {
    let rest: fn(Duration) = std::thread::sleep; //~ ERROR
    rest(Duration::from_secs(1));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
