//! std's `ready`, in a box.

use std::future::{Future, ready};
use std::pin::Pin;

use asyncward::value_future;

type Boxed = Pin<Box<dyn Future<Output = u32> + Send>>;

#[value_future]
pub async fn one() -> u32 {
    let one: Boxed = Box::pin(ready(1)); //~ ERROR
    one.await
}

fn main() {}
