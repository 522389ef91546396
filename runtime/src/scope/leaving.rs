//! A child's handle that a function under `#[bounded_spawn]` returns. What it is returned as is the
//! compiler's to say, in dead code:
//!
//! ```ignore
//! let place = P::place();
//! return Ok(P::given_of(place));
//! P::returned_handle(P::leaving(place, &handle).verdict());
//! ```
#![allow(missing_docs)]

use std::marker::PhantomData;
use std::ops::Deref;

use super::given::{GivesLocal, Place, next};

/// What may be returned for a child.
#[diagnostic::on_unimplemented(
    message = "the handle of a child is returned, as `{Self}`",
    label = "the child ends before this function returns, so the caller gets the handle of a task that is over",
    note = "why: what outlives its scope is waited for by nobody, and its error is lost",
    note = "write: what the child gives, `.await`ed here",
    note = "or, for a task that has to outlive the function: `asyncward::detach(\"reason\", …)`, whose handle is a `JoinHandle`"
)]
pub trait Returned<Handle> {}

#[diagnostic::do_not_recommend]
impl<H> Returned<H> for H {}

/// `H` is returned as `A`.
pub struct Leaves<H, A>(PhantomData<fn() -> (H, A)>);

pub fn returned_handle<H, A: Returned<H>>(_leaves: Leaves<H, A>) {}

/// `X` is given where `A` is returned.
pub struct Leaving<A, X>(PhantomData<fn() -> (A, X)>);

pub struct LeavingHandle<A, X>(PhantomData<fn() -> (A, X)>);

pub struct LeavingOther<A, X>(PhantomData<fn() -> (A, X)>);

pub fn leaving<A, X>(_place: Place<A>, _handle: &X) -> Leaving<A, X> {
    Leaving(PhantomData)
}

impl<X> Leaving<X, X> {
    pub fn verdict(&self) -> Leaves<X, X> {
        Leaves(PhantomData)
    }
}

impl<A, X: GivesLocal<A>> LeavingHandle<A, X> {
    pub fn verdict(&self) -> Leaves<X, A> {
        Leaves(PhantomData)
    }
}

impl<A, X> LeavingOther<A, X> {
    pub fn verdict(&self) -> Leaves<X, X> {
        Leaves(PhantomData)
    }
}

next! { Leaving => LeavingHandle, LeavingHandle => LeavingOther }
