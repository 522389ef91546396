//! A function that cannot wait.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = supervise)]
fn f() { //~ ERROR
    tokio::spawn(async {});
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    f();
}
