//! The attribute macros of asyncward. Use them through the `asyncward` crate, which re-exports and
//! documents them.
//!
//! Entries only: the way from an attribute to tokens is in `expand`.
#![forbid(unsafe_code)]

mod args;
mod body;
mod catalogue;
mod check;
mod derive;
mod expand;
mod imports;
mod item;
mod mark;
mod marked;
mod report;
mod rewrite;
mod rule;
mod span;

use proc_macro::TokenStream;

use rule::Rule;

/// Makes the tasks that an async function spawns children of a scope that ends with it.
#[proc_macro_attribute]
pub fn bounded_spawn(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Scope, args.into(), item.into()).into()
}

/// Makes every `.await` of an async function a place where it can be cancelled.
#[proc_macro_attribute]
pub fn cancellable(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Cancellable, args.into(), item.into()).into()
}

/// Makes a guard that is alive over an `.await` a compile error.
#[proc_macro_attribute]
pub fn no_lock_across_await(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Lock, args.into(), item.into()).into()
}

/// Makes a wait for room in a channel without a bound, and a channel without one, a compile error.
#[proc_macro_attribute]
pub fn explicit_backpressure(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Backpressure, args.into(), item.into()).into()
}

/// Makes an async function return a `ValueFuture`.
#[proc_macro_attribute]
pub fn value_future(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Value, args.into(), item.into()).into()
}

/// Makes a call that blocks the worker thread a compile error.
#[proc_macro_attribute]
pub fn no_blocking(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Blocking, args.into(), item.into()).into()
}

/// Makes each call of a function in async code an error.
#[proc_macro_attribute]
pub fn blocking(args: TokenStream, item: TokenStream) -> TokenStream {
    mark::blocking(args.into(), item.into()).into()
}

/// For the run-time crate only: the errors and types of the catalogue's rows.
#[doc(hidden)]
#[proc_macro]
pub fn blocking_rows(_: TokenStream) -> TokenStream {
    catalogue::rows().into()
}

/// Makes a type a guard that must not be held over an `.await`.
#[proc_macro_derive(SyncGuard, attributes(sync_guard))]
pub fn sync_guard(item: TokenStream) -> TokenStream {
    derive::sync_guard(item.into()).into()
}
