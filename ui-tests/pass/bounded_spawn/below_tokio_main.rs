//! The order of attributes.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = supervise)]
#[tokio::main]
async fn main() {
    tokio::spawn(async {});
}
