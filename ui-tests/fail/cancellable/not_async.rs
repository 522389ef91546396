//! A function without `async` has nothing to await.

use asyncward::{Cancelled, cancellable};

#[cancellable]
fn load(id: u32) -> Result<u32, Cancelled> { //~ ERROR
    Ok(id)
}

fn main() {
    let _row = load(1);
}
