//! The attribute macros of asyncward. Use them through the `asyncward` crate, which re-exports and
//! documents them.
//!
//! Entries only: the way from an attribute to tokens is in `expand`.
#![forbid(unsafe_code)]

mod args;
mod body;
mod check;
mod derive;
mod expand;
mod item;
mod report;
mod rewrite;
mod rule;
mod span;

use proc_macro::TokenStream;

use rule::Rule;

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

/// Makes an async function return a `ValueFuture`.
#[proc_macro_attribute]
pub fn value_future(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Rule::Value, args.into(), item.into()).into()
}

/// Makes a type a guard that must not be held over an `.await`.
#[proc_macro_derive(SyncGuard, attributes(sync_guard))]
pub fn sync_guard(item: TokenStream) -> TokenStream {
    derive::sync_guard(item.into()).into()
}
