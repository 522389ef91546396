//! Items of the user's that are named like what the generated code uses.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

use asyncward::{cancellable, Cancelled};

mod core {}
mod std {}

enum Option {
    Some,
    None,
}
struct Result;
struct Ok;
struct Err;
struct Some;
struct None;
trait From {}
trait Future {}
trait IntoFuture {}
struct Box;
struct Frame;
struct Checkpoints;
struct Duration;

type Outcome<T> = ::std::result::Result<T, Cancelled>;

#[cancellable(timeout = "1h")]
async fn wait() -> Outcome<u32> {
    let (_first, _second) = ::tokio::join!(::tokio::task::yield_now(), ::tokio::task::yield_now());
    ::tokio::select! {
        () = ::tokio::task::yield_now() => {}
        () = ::std::future::pending() => {}
    }
    ::tokio::task::yield_now().await;
    Outcome::Ok(1)
}

pub(crate) fn main() {
    let runtime = ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    ::std::assert_eq!(runtime.block_on(wait()), Outcome::Ok(1));
}
