//! What is not found is rustc's error, and none of ours beside it.
#![allow(dead_code)]

use asyncward::no_blocking;
use nowhere::Provider; //~ ERROR


#[no_blocking]
async fn unresolved() {
    let provider = Provider::new(3);
    provider.recv();
    drop(Provider::open("a"));
}

#[no_blocking]
async fn misspelled() {
    let _ = std::fs::raed("a"); //~ ERROR
    let _ = ["a"].map(nowhere::read); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
