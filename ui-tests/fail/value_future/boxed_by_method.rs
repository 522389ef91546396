//! The same by a method of the futures crate.

use asyncward::value_future;
use futures::FutureExt;

#[value_future]
pub async fn one() -> u32 {
    async move { 1 }.boxed().await //~ ERROR
}

fn main() {}
