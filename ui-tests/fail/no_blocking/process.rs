//! Child processes of std.
#![allow(dead_code, deprecated)]

use std::process::{Child, Command};

use asyncward::no_blocking;


#[no_blocking]
async fn output() {
    let _ = Command::new("a").arg("b").output(); //~ ERROR
}

#[no_blocking]
async fn status(command: &mut Command) {
    let _ = command.status(); //~ ERROR
}

#[no_blocking]
async fn spawn() {
    let _ = Command::new("a").spawn(); //~ ERROR
}

#[no_blocking]
async fn wait(child: &mut Child) {
    let _ = child.wait(); //~ ERROR
}

#[no_blocking]
async fn wait_with_output(child: Child) {
    let _ = child.wait_with_output(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
