//! An option with a slip in it.

use asyncward::value_future;

#[value_future(laze)] //~ ERROR
pub async fn one() -> u32 {
    1
}

fn main() {}
