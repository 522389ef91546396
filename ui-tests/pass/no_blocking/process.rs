#![deny(warnings)]
#![allow(dead_code)]

use tokio::process::{Child, Command};

use asyncward::no_blocking;


#[no_blocking]
async fn output() {
    let _ = Command::new("a").arg("b").output().await;
}

#[no_blocking]
async fn spawn() {
    let _ = Command::new("a").spawn().map(|child| child.id());
}

#[no_blocking]
async fn wait(child: &mut Child) {
    let _ = child.wait().await;
}

#[no_blocking]
async fn looks(child: &mut std::process::Child) {
    let _ = (child.try_wait(), child.kill(), child.id());
}

#[no_blocking]
async fn builds() {
    let _ = std::process::Command::new("a").arg("b").env_clear();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
