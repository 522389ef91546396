//! An error type that cannot hold the scope's.

use asyncward::bounded_spawn;

#[derive(Debug)]
struct Error;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn f() -> Result<(), Error> { //~ ERROR
    tokio::spawn(async {});
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f().await.unwrap();
}
