//! The attribute makes the `ValueFuture` itself.

use asyncward::{ValueFuture, value_future};

#[value_future]
pub fn one() -> ValueFuture<'static, u32> { //~ ERROR
    ValueFuture::ready(1)
}

fn main() {}
