//! `ready` of the futures crate, in a box by its method.

use asyncward::value_future;
use futures::FutureExt;
use futures::future::ready;

#[value_future]
pub async fn one() -> u32 {
    ready(1).boxed().await //~ ERROR
}

fn main() {}
