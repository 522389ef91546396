//! An error type that cannot hold what a scope that is late returns.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Plain;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = supervise)]
async fn f() -> Result<(), Plain> { //~ ERROR
    tokio::spawn(async {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
