//! The modules of `asyncward-hygiene-2021` in edition 2024, and the dependency under its own name.
#![no_implicit_prelude]
#![deny(warnings)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

// What the shared modules call it.
extern crate asyncward as ward;

#[path = "../../hygiene-2021/src/calls.rs"]
pub mod calls;
#[path = "../../hygiene-2021/src/guards.rs"]
pub mod guards;
#[path = "../../hygiene-2021/src/scopes.rs"]
pub mod scopes;
#[path = "../../hygiene-2021/src/shadowed.rs"]
pub mod shadowed;
#[path = "../../hygiene-2021/src/shapes.rs"]
pub mod shapes;
#[path = "../../hygiene-2021/src/values.rs"]
pub mod values;

/// Without `crate = `.
///
/// # Errors
///
/// [`Cancelled`](::asyncward::Cancelled).
#[::asyncward::cancellable]
pub async fn default_path(
    token: ::asyncward::CancellationToken,
) -> ::std::result::Result<(), ::asyncward::Cancelled> {
    ::std::future::pending::<()>().await;
    ::std::result::Result::Ok(())
}
