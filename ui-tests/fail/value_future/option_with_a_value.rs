//! `lazy` is there or not.

use asyncward::value_future;

#[value_future(lazy = true)] //~ ERROR
pub async fn one() -> u32 {
    1
}

fn main() {}
