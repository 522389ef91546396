//! A trait has the methods, but is none.

use asyncward::value_future;

#[value_future]
pub trait Store { //~ ERROR
    fn count(&self) -> usize;
}

fn main() {}
