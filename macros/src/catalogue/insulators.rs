//! What hands a closure to a thread where it may block. A closure in the arguments of a call with such a
//! name is not looked into; an `async` block in it is, and so are the other arguments.

use proc_macro2::Ident;

const NAMES: &[&str] = &["block", "block_in_place", "scope", "spawn", "spawn_fifo", "spawn_scoped"];

/// Methods only: of `tokio_rusqlite` and `deadpool`. A function of the name is one of the user's.
const METHODS: &[&str] = &["call", "interact"];

/// In the names of what services make of these for themselves: `maybe_spawn_blocking`, `run_blocking`.
const PARTS: &[&str] = &["asyncify", "blocking", "unblock"];

/// Methods of streams, futures and channels that run a closure where they are polled.
const HERE: &[&str] = &[
    "all",
    "and_then",
    "any",
    "fold",
    "for_each",
    "for_each_concurrent",
    "get_or_init",
    "get_or_try_init",
    "inspect",
    "inspect_err",
    "inspect_ok",
    "lazy",
    "map",
    "map_err",
    "map_ok",
    "map_ok_or_else",
    "or_else",
    "poll_fn",
    "retry",
    "then",
    "try_fold",
    "try_for_each",
    "try_for_each_concurrent",
    "unwrap_or_else",
    "wait_for",
];

pub(crate) fn insulates(name: &str, is_method: bool) -> bool {
    NAMES.contains(&name)
        || is_method && METHODS.contains(&name)
        || PARTS.iter().any(|part| name.contains(part))
}

/// Whether a closure that is handed to it runs on the worker, when the call is awaited.
pub(crate) fn runs_here(name: &Ident) -> bool {
    HERE.iter().any(|here| name == here)
}
