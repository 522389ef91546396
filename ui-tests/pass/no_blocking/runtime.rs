#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;
use tokio::runtime::Runtime;


#[no_blocking]
async fn handle() {
    let _ = tokio::runtime::Handle::current();
}

#[no_blocking]
async fn ended(runtime: Runtime) {
    runtime.shutdown_background();
}

#[no_blocking]
async fn in_a_thread() {
    drop(std::thread::spawn(|| Runtime::new().map(|runtime| runtime.block_on(async {}))));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
