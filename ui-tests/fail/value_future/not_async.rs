//! A plain function has nothing to return at once or later.

use asyncward::value_future;

#[value_future]
pub fn size(name: &str) -> usize { //~ ERROR
    name.len()
}

fn main() {}
