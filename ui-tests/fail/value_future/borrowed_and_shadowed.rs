//! What the reference refers to has lost its name in front of the first `.await`.

use asyncward::value_future;

#[value_future]
pub async fn both(x: u32) -> u32 {
    let r = &x;
    let x = 2;
    tokio::task::yield_now().await;
    *r + 10 * x //~ ERROR
}

fn main() {}
