//! A closure is no function.

use asyncward::value_future;

pub fn all() {
    let f =
        #[value_future]
        |n: u32| n + 1; //~ ERROR
    f(1);
}

fn main() {}
