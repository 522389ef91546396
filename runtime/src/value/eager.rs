//! What `#[value_future]` writes: the part of a body in front of its first `.await` is an `async`
//! block that is polled once, on the stack. So `return` and `?`, also those that macros hide, mean in
//! it what they mean in the function. On the way it may put what is left of the body into a [`Rest`],
//! behind which it stays pending and is dropped.

use std::cell::Cell;
use std::future::{Future, Pending, pending};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use super::{LocalValueFuture, ValueFuture};

/// Where the first part of a body leaves the second one.
pub struct Rest<'a, T>(Cell<Option<Pin<Box<dyn Future<Output = T> + Send + 'a>>>>);

/// The same where that need not be `Send`.
pub struct LocalRest<'a, T>(Cell<Option<Pin<Box<dyn Future<Output = T> + 'a>>>>);

// The comments behind `put`'s parameters are for users: the compiler shows the line.
#[rustfmt::skip]
impl<'a, T> Rest<'a, T> {
    /// With nothing left so far.
    #[inline]
    #[must_use]
    pub const fn empty() -> Self {
        Rest(Cell::new(None))
    }

    /// Boxes what is left. The first part goes no further.
    #[inline]
    pub fn put(
        &self,
        rest: impl Future<Output = T> + Send + 'a, // outlives the call; to borrow locals: `#[value_future(lazy)]`
    ) -> Pending<T> {
        self.0.set(Some(Box::pin(rest)));
        pending()
    }
}

#[rustfmt::skip]
impl<'a, T> LocalRest<'a, T> {
    /// With nothing left so far.
    #[inline]
    #[must_use]
    pub const fn empty() -> Self {
        LocalRest(Cell::new(None))
    }

    /// Boxes what is left. The first part goes no further.
    #[inline]
    pub fn put(
        &self,
        rest: impl Future<Output = T> + 'a, // outlives the call; to borrow locals: `#[value_future(lazy)]`
    ) -> Pending<T> {
        self.0.set(Some(Box::pin(rest)));
        pending()
    }
}

/// Runs the first part of a body.
#[inline]
pub fn eager<'a, T>(rest: &Rest<'a, T>, first: impl Future<Output = T>) -> ValueFuture<'a, T> {
    match at_once(first) {
        Some(value) => ValueFuture::ready(value),
        None => ValueFuture::from(left(rest.0.take())),
    }
}

/// The same for a rest that need not be `Send`.
#[inline]
pub fn eager_local<'a, T>(
    rest: &LocalRest<'a, T>,
    first: impl Future<Output = T>,
) -> LocalValueFuture<'a, T> {
    match at_once(first) {
        Some(value) => LocalValueFuture::ready(value),
        None => LocalValueFuture::from(left(rest.0.take())),
    }
}

#[inline]
fn at_once<T>(first: impl Future<Output = T>) -> Option<T> {
    match pin!(first).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// What the first part put there. If it could await anything else, it would not compile.
#[inline]
fn left<B>(rest: Option<B>) -> B {
    rest.expect("a first part awaits nothing but its rest")
}

/// Is alive in a first part as long as nothing may be awaited there, and has an alignment that
/// nothing else has: with an await in its life, all of the future has that alignment.
#[repr(align(4096))]
pub struct NoAwait;

impl Drop for NoAwait {
    fn drop(&mut self) {}
}

/// A first part with a macro in it that is not known: it must not await. Does not compile if it does.
#[inline]
pub fn watched<F: Future>(first: F) -> F {
    const {
        assert!(
            align_of::<F>() < align_of::<NoAwait>(),
            "a macro in front of the first `.await` of a `#[value_future]` function awaits something itself: write `#[value_future(lazy)]`, or the `.await` outside of the macro"
        );
    }
    first
}
