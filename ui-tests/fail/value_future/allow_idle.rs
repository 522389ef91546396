//! There is no box.

use asyncward::value_future;

#[value_future]
pub async fn one() -> u32 {
    #[asyncward::allow(boxing, reason = "an example")] //~ ERROR
    let one = async { 1 };
    one.await
}

fn main() {}
