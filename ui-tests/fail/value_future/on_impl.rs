//! An impl has the functions, but is none.

use asyncward::value_future;

pub struct Store;

#[value_future]
impl Store { //~ ERROR
    pub async fn count(&self) -> usize {
        0
    }
}

fn main() {}
