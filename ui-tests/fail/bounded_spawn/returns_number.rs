//! Failures have to go somewhere.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)] //~ ERROR
async fn f() -> u32 {
    tokio::spawn(async {});
    1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _one = f().await;
}
