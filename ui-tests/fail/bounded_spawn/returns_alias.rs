//! Of an alias the compiler says it.

use asyncward::bounded_spawn;

type Count = u32;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn f() -> Count { //~ ERROR
    tokio::spawn(async {});
    1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _one = f().await;
}
