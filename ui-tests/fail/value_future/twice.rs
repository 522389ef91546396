//! One attribute is enough.

use asyncward::value_future;

#[value_future]
#[value_future(lazy)] //~ ERROR
pub async fn one() -> u32 {
    1
}

fn main() {}
