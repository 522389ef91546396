//! The span would be over when the call returns.

use asyncward::value_future;

#[value_future]
#[tracing::instrument] //~ ERROR
pub async fn one() -> u32 {
    1
}

fn main() {}
