//! Failures have to go somewhere.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)] //~ ERROR
async fn f() {
    tokio::spawn(async {});
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await;
}
