//! The executors that drive one future.
#![allow(dead_code, deprecated)]

use asyncward::no_blocking;
use futures::executor;
use tokio::runtime::{Handle, Runtime};
use tokio::task::LocalSet;

async fn work() {}


#[no_blocking]
async fn of_futures() {
    executor::block_on(work()); //~ ERROR
}

#[no_blocking]
async fn of_futures_imported() {
    use futures::executor::block_on;
    
    block_on(work()); //~ ERROR
}

#[no_blocking]
async fn of_pollster() {
    pollster::block_on(work()); //~ ERROR
}

#[no_blocking]
async fn of_pollster_method() {
    use pollster::FutureExt as _;
    
    work().block_on(); //~ ERROR
}

#[no_blocking]
async fn of_runtime(runtime: &Runtime) {
    runtime.block_on(work()); //~ ERROR
}

#[no_blocking]
async fn of_handle() {
    Handle::current().block_on(work()); //~ ERROR
}

#[no_blocking]
async fn of_local_set(local: LocalSet, runtime: &Runtime) {
    local.block_on(runtime, work()); //~ ERROR
}

#[no_blocking]
async fn stream() {
    for () in executor::block_on_stream(futures::stream::iter([()])) {} //~ ERROR
}

#[no_blocking]
async fn pool(pool: &mut executor::LocalPool) {
    pool.run(); //~ ERROR
}

#[no_blocking]
async fn pool_until(pool: &mut executor::LocalPool) {
    pool.run_until(work()); //~ ERROR
}

#[no_blocking]
async fn pool_until_stalled(pool: &mut executor::LocalPool) {
    pool.run_until_stalled(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
