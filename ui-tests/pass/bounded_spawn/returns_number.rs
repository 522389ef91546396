//! Failures have to go somewhere.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn f() -> Result<u32, asyncward::ScopeError> {
    tokio::spawn(async {});
    Ok(1)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _one = f().await;
}
