//! A struct awaits nothing.

use asyncward::cancellable;

/// Holds rows.
#[cancellable]
#[derive(Default)]
pub struct Store { //~ ERROR
    pub rows: Vec<u32>,
}

fn main() {
    let _store = Store::default();
}
