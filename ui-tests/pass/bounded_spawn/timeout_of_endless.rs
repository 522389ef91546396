//! A timeout of a function that never returns.

use asyncward::bounded_spawn;

#[bounded_spawn(limit = 8, timeout = none, on_failure = supervise)]
async fn serve() -> ! {
    loop {
        tokio::spawn(async {});
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _late = tokio::time::timeout(std::time::Duration::from_millis(5), serve()).await;
}
