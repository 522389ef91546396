//! A list of functions that run a closure elsewhere.

use asyncward::no_blocking;

#[no_blocking(insulators(run_blocking))]
async fn f() {}

#[no_blocking(insulators(run_blocking, pools::run), also(cpu))]
async fn g() {}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await;
    g().await;
}
