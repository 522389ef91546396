//! `await_value!` takes a `ValueFuture` apart.

use asyncward::await_value;

pub async fn all() -> u32 {
    await_value!(std::future::ready(1)) //~ ERROR
}

fn main() {}
