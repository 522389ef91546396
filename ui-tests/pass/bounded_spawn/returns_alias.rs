//! Of an alias the compiler says it.

use asyncward::bounded_spawn;

type Count = Result<u32, asyncward::ScopeError>;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn f() -> Count {
    tokio::spawn(async {});
    Ok(1)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _one = f().await;
}
