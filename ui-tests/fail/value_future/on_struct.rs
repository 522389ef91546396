//! A struct runs nothing.

use asyncward::value_future;

#[value_future]
pub struct Store; //~ ERROR

fn main() {}
