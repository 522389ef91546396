//! The order of attributes.

use asyncward::bounded_spawn;

#[tokio::main]
#[bounded_spawn(limit = 8, timeout = "30s", on_failure = supervise)]
async fn main() { //~ ERROR
    tokio::spawn(async {});
}
