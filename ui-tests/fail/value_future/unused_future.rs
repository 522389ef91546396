//! A `ValueFuture` that nobody awaits has not run its rest.

#![deny(unused_must_use)]
use asyncward::value_future;

#[value_future]
pub async fn save() {
    tokio::task::yield_now().await;
}

pub async fn all() {
    save(); //~ ERROR
}

fn main() {}
