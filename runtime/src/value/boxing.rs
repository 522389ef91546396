//! The verdict on a future that is boxed: is it complete when it is made?
//!
//! ```ignore
//! P::boxing(&future).verdict().in_a_box(P::shown_box(&future));
//! ```
//!
//! `verdict` is found by autoderef: first on a type that is known to be complete, else on what
//! derefs from any.

use std::future::Ready;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::guard::reason::Nothing;

/// The question about `T`.
pub struct Boxing<T>(PhantomData<fn() -> T>);

/// Nothing says that it is complete.
pub struct Unknown;

/// It is complete.
pub struct Complete;

/// Asks.
#[must_use]
pub fn boxing<T>(_: &T) -> Boxing<T> {
    Boxing(PhantomData)
}

/// The same: an error about it underlines all of the future.
pub fn shown_box<T>(future: &T) -> &T {
    future
}

impl<T> Boxing<Ready<T>> {
    /// std's.
    pub fn verdict(&self) -> Complete {
        Complete
    }
}

#[cfg(feature = "futures-util")]
impl<T> Boxing<futures_util::future::Ready<T>> {
    /// That of the futures crate.
    pub fn verdict(&self) -> Complete {
        Complete
    }
}

impl<T> Deref for Boxing<T> {
    type Target = Unknown;

    fn deref(&self) -> &Unknown {
        &Unknown
    }
}

impl Unknown {
    pub fn verdict(&self) -> Unknown {
        Unknown
    }

    pub fn in_a_box<T>(self, _: &T) {}
}

impl Complete {
    pub fn in_a_box<T: WorthABox>(self, _: &T) {}
}

#[diagnostic::on_unimplemented(
    message = "a future that is complete when it is made is put into a box",
    label = "`{Self}`, which waits for nothing",
    note = "why: the box is an allocation at each call",
    note = "write: the value itself, or `ValueFuture::ready(value)`",
    note = "or, where it has to be a box: `#[asyncward::allow(boxing, reason = \"…\")]` on the statement"
)]
pub trait WorthABox {}

#[diagnostic::do_not_recommend]
impl WorthABox for Nothing {}
