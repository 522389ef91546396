//! An `async` block without an await, in a box.

use asyncward::value_future;

#[value_future]
pub async fn one() -> u32 {
    Box::pin(async { 1 }).await //~ ERROR
}

fn main() {}
