//! `#[cancellable]` where nothing may be taken for granted: edition 2021, no prelude, every lint an
//! error, the dependency under another name, and the user's own items named like ours.
#![no_implicit_prelude]
#![deny(warnings)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

pub mod calls;
pub mod guards;
pub mod scopes;
pub mod shadowed;
pub mod shapes;
pub mod values;
