//! A `const fn` waits for nothing.

use asyncward::value_future;

#[value_future]
pub const fn one() -> u32 { //~ ERROR
    1
}

fn main() {}
