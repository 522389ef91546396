//! Whoever reads it next must know why.

use asyncward::value_future;

#[value_future]
pub async fn one() -> u32 {
    #[asyncward::allow(boxing)] //~ ERROR
    let one = Box::pin(async { 1 });
    one.await
}

fn main() {}
