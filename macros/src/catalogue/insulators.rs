//! What hands a closure to a thread where it may block. A closure in the arguments of a call with such a
//! name is not looked into; an `async` block in it is, and so are the other arguments.

use proc_macro2::Ident;

const NAMES: &[&str] = &[
    "block",
    "block_in_place",
    "call",
    "interact",
    "scope",
    "spawn",
    "spawn_blocking",
    "spawn_blocking_on",
    "spawn_fifo",
    "spawn_scoped",
    "unblock",
];

pub(crate) fn insulates(name: &Ident) -> bool {
    NAMES.iter().any(|insulator| name == insulator)
}
