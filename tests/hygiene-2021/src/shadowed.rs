//! The user's own items, named like everything that an expansion might refer to.
#![allow(dead_code, unused_macros, non_upper_case_globals)]

// tokio's `select!` takes it for granted.
use ::std::default::Default;
use ::std::future::{pending, ready};
use ::ward::CancellationToken;

struct Ok;
struct Err;
struct Some;
struct None;
struct Result;
struct Option;
struct Box;
struct Pin;
struct String;
struct Duration;
struct Cancelled;
struct Site;
struct Frame;
trait From {}
trait Into {}
trait Future {}
trait IntoFuture {}
trait Checkpoints {}
mod std {}
mod core {}
mod alloc {}
mod tokio {}
mod asyncward {}
static value: ::std::primitive::u32 = 1;
static cancelled: ::std::primitive::u32 = 2;

macro_rules! shadow_macros {
    ($($name:ident)*) => {$(
        macro_rules! $name {
            () => { ::std::compile_error!("the user's own macro") };
        }
    )*};
}
shadow_macros!(file line column stringify concat matches module_path);

/// All of them are in scope here, and none is meant.
///
/// # Errors
///
/// The error that `Cancelled` became.
///
/// # Panics
///
/// Never.
#[::ward::cancellable(crate = ::ward)]
pub async fn stops(token: CancellationToken) -> ::std::result::Result<(), ::std::io::Error> {
    ready(()).await;
    ::tokio::select! {
        () = pending() => {}
        () = pending(), if token.is_cancelled() => {}
    }
    ::tokio::join!(ready(()), ready(()));
    ::tokio::try_join!(ready(::std::result::Result::Ok::<(), ::std::io::Error>(())))?;
    ::std::assert!(ready(true).await);
    ::std::result::Result::Ok(())
}

/// With the rest of the options.
#[::ward::cancellable(crate = ::ward, timeout = "1h", on_cancel = false)]
pub async fn gives(token: &CancellationToken) -> ::std::primitive::bool {
    pending::<()>().await;
    true
}

/// The sum of the two statics, so that they are not the expansion's.
#[::ward::cancellable(crate = ::ward, on_cancel = 0)]
pub async fn sum() -> ::std::primitive::u32 {
    ready(value + cancelled).await
}
