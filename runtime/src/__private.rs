//! What the rewritten code refers to. Not part of the public interface: only the attributes of the
//! same version use it.

pub use core::future::{Future, IntoFuture, Ready};
pub use core::iter::IntoIterator;
pub use core::marker::Sized;
pub use core::mem::drop;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};
pub use core::time::Duration;
pub use std::io;
pub use std::thread::spawn as spawn_thread;

pub use tokio;

use std::rc::Rc;
use std::sync::Arc;

use crate::CancellationToken;
pub use crate::Cancelled;
pub use crate::blocking::answers::{Silences, SilencesBackpressure, answer, asked, either};
pub use crate::blocking::marked::{
    Free, FreeMethod, Marked, Named, Unmarked, call0, call1, call2, call3, call4, call5, call6,
    derefs, first, judged, mark, same, told,
};
pub use crate::blocking::verdict::{
    Blocks, No, NonBlocking, Passes, Verdict, at, called, driving, field, of, pair, returned, tied,
    yielded,
};
pub use crate::blocking::{crates, rows};
pub use crate::cancel::checkpoint::{Arms, Checkpoints, Frame, TryStop};
pub use crate::cancel::root::root;
pub use crate::cancel::select::Select;
pub use crate::guard::reason::Nothing;
pub use crate::guard::{SyncGuard, reason};
pub use crate::scope::callee::{
    Async, Blocking, Local, Tokios, begun, blocking_child, callee, child, gives, gives_work,
    seated, work,
};
pub use crate::scope::given::{
    any, collected, given, of as given_of, place, same as same_place, seen,
};
pub use crate::scope::leaving::{leaving, returned_handle};
pub use crate::scope::outside::{
    EitherHandle, Handle, no_spawn, no_thread, not_renamed, same_spawn, spawner, stored,
};
pub use crate::scope::probe::{
    EndingAny, EndingResult, EndingUnit, HowAny, HowDebug, HowDisplay, HowError, HowResult, Probe,
    ended, probe, probe_fn,
};
pub use crate::scope::rewritten::{
    ScopeOptions, built, name, scope, spawn, spawn_blocking, spawn_local,
};
pub use crate::scope::{OnFailure, Task};
// What `#[no_lock_across_await]` writes, with `P` for this module:
//
//     let s = P::slot();                                 // a binding that may be alive over an await
//     if true {
//         ...; let g = ...; if false { loop {} P::tie(s, &g); } ...
//     } else {
//         CHECKS                                         // type-checked behind the body, never run
//         loop {}
//     }
//
// and for CHECKS
//
//     P::held(s).verdict().across(P::shown(s));          // by default
//     P::held_strict(s).verdict().across(P::shown(s));   // instead, with `strict`
//
// and in addition, for `also(a::Guard<'_, _>, b::Guard<impl Raw>)`:
//
//     struct Also;
//     impl<'a, T> P::Listed<Also> for a::Guard<'a, T> {} // a parameter for each `'_`, `_` and `impl`
//     impl<T: Raw> P::Listed<Also> for b::Guard<T> {}
//     P::also(s, Also).verdict().across(P::shown(s));
//
// `across` has the span of the `.await` and `shown` that of the binding: the compiler underlines
// both. No trait has to be in scope, and `#![no_implicit_prelude]` does not matter.
//
// For a binding `s` that `s0` was moved into, so that there is one error for both:
//
//     P::unless(P::or(P::NoGuard, P::held(s0).verdict()), P::held(s).verdict()).across(P::shown(s));
//
// For each `#[asyncward::allow(lock, …)]`: one of what it silences is a guard.
//
//     P::silences(P::or(P::or(P::NoGuard, P::held(s0).verdict()), P::held(s1).verdict()));
pub use crate::guard::verdict::{
    Listed, NoGuard, Slot, Worded, also, at_spawn, before_2024, boxed_slice, by_value, held,
    held_if_transparent, held_strict, kept, known, local, never, only_if, or, shown, silences,
    slot, tie, typed, unless,
};
// What `#[value_future]` writes around a body that awaits:
//
//     let __rest = &P::Rest::empty();
//     P::eager(__rest, async move { FIRST; __rest.put(async move { REST }).await })
pub use crate::value::boxing::{boxing, shown_box};
pub use crate::value::eager::{LocalRest, NoAwait, Rest, eager, eager_local, watched};
pub use crate::value::{LocalValueFuture, Now, ValueFuture};

/// Where an await stands. Plain data, so that a reference to a literal is promoted to a static.
#[derive(Debug)]
pub struct Site {
    pub function: &'static str,
    pub expression: &'static str,
    pub file: &'static str,
    pub line: u32,
    pub column: u32,
}

/// What a function returns when it is stopped.
#[diagnostic::on_unimplemented(
    message = "`#[cancellable]` stops a function by returning `Err`, but this one returns `{Self}`",
    label = "not a `Result`",
    note = "write: a `Result` whose error type has `From<asyncward::Cancelled>`",
    note = "or: `#[cancellable(on_cancel = EXPR)]`, where `EXPR` is what a stopped call returns"
)]
pub trait Stops {
    type Error;
    fn stopped(error: Self::Error) -> Self;
}

impl<T, E> Stops for Result<T, E> {
    type Error = E;

    #[inline]
    fn stopped(error: E) -> Self {
        Err(error)
    }
}

/// An error type that can say "cancelled".
#[diagnostic::on_unimplemented(
    message = "the error type `{Self}` lacks `From<asyncward::Cancelled>`",
    label = "a stopped call returns `Err`, and `{Self}` cannot be made from `Cancelled`",
    note = "write: `impl From<asyncward::Cancelled> for {Self}`; with thiserror, a variant `Cancelled(#[from] asyncward::Cancelled)`",
    note = "or, for a type parameter: `{Self}: From<asyncward::Cancelled>`",
    note = "or, for a type that is not yours: `#[cancellable(on_cancel = EXPR)]`, where `EXPR` is what a stopped call returns"
)]
pub trait FromCancelled {
    fn from_cancelled(cancelled: Cancelled) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<Cancelled>> FromCancelled for E {
    #[inline]
    fn from_cancelled(cancelled: Cancelled) -> Self {
        E::from(cancelled)
    }
}

#[cold]
pub fn stop<R: Stops>(cancelled: Cancelled) -> R
where
    R::Error: FromCancelled,
{
    R::stopped(R::Error::from_cancelled(cancelled))
}

/// What `token = EXPR` and a token parameter may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `asyncward::CancellationToken`",
    label = "`#[cancellable]` has to listen to this, and it is not a token",
    note = "write: a `CancellationToken` of tokio-util 0.7, which asyncward re-exports, or a reference to one"
)]
pub trait AsToken {
    fn as_token(&self) -> &CancellationToken;
}

impl AsToken for CancellationToken {
    fn as_token(&self) -> &CancellationToken {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsToken + ?Sized> AsToken for &T {
    fn as_token(&self) -> &CancellationToken {
        (**self).as_token()
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsToken + ?Sized> AsToken for &mut T {
    fn as_token(&self) -> &CancellationToken {
        (**self).as_token()
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsToken + ?Sized> AsToken for Arc<T> {
    fn as_token(&self) -> &CancellationToken {
        (**self).as_token()
    }
}

#[diagnostic::do_not_recommend]
impl<T: AsToken + ?Sized> AsToken for Rc<T> {
    fn as_token(&self) -> &CancellationToken {
        (**self).as_token()
    }
}

pub fn token<T: AsToken + ?Sized>(token: &T) -> CancellationToken {
    token.as_token().clone()
}

/// A timeout that was written as a literal.
#[must_use]
pub const fn nanos(nanos: u64) -> Duration {
    Duration::from_nanos(nanos)
}
