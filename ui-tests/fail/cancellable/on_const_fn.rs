//! A `const fn` cannot be async.

use asyncward::{Cancelled, cancellable};

#[cancellable]
const fn double(n: u32) -> Result<u32, Cancelled> { //~ ERROR
    Ok(n * 2)
}

fn main() {
    let _double = double(1);
}
