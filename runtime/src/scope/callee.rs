//! A call that `#[bounded_spawn]` finds named like one of tokio's spawns, by an imported name: what is
//! called tells, and a function of the user's own is called as ever.
//!
//! The rewritten code has, with `S` for one of tokio's functions and `D` for some instance of it,
//!
//! ```ignore
//! match (match spawn { callee => match P::callee(P::Async, &callee, &S) { spawner =>
//!     match spawner.slot(&D, SITE).await { slot => spawner.with(callee, slot) } } })(future)
//! {
//!     begun => P::begun(&begun).begin((&&&&&P::begun(&begun).child().output()).how(), begun),
//! }
//! ```
//!
//! The methods are found by autoderef: those of [`Callee`] apply if the two are the same function, those
//! of [`Other`] else. There `slot` waits for nothing, `with` gives back the function, and `begin` its
//! result.
#![allow(missing_docs)]

use std::borrow::Cow;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;

use tokio::task::JoinHandle;

use super::outcome::How;
use super::probe::{HowAny, Probe};
use super::rewritten::{self, Slot, slot};
use super::task::Task;
use super::unknown::NoFailure;
use crate::__private::Site as StaticSite;

/// Calls of `tokio::spawn`.
pub struct Async;

/// Calls of `tokio::task::spawn_local`.
pub struct Local;

/// Calls of `tokio::task::spawn_blocking`.
pub struct Blocking;

/// A function that is called, and the one of tokio's it may be.
pub struct Callee<Kind, X, Y>(PhantomData<(Kind, X, Y)>);

/// Two functions that are not the same.
pub struct Other<X, Y>(PhantomData<(X, Y)>);

pub fn callee<Kind, X, Y>(_kind: Kind, _callee: &X, _tokios: &Y) -> Callee<Kind, X, Y> {
    Callee(PhantomData)
}

impl<Kind, X, Y> Deref for Callee<Kind, X, Y> {
    type Target = Other<X, Y>;

    fn deref(&self) -> &Other<X, Y> {
        &Other(PhantomData)
    }
}

impl<X, Y> Other<X, Y> {
    /// Tokio's function is still to be given its type arguments, which `settled` has.
    pub fn slot(&self, _settled: &Y, _site: &'static StaticSite) -> Ready<()> {
        ready(())
    }

    pub fn with(&self, callee: X, _slot: ()) -> X {
        callee
    }
}

/// A child that has a slot and is not yet spawned.
pub struct Begun<Kind, F, T> {
    child: F,
    slot: Slot,
    output: PhantomData<fn() -> (Kind, T)>,
}

impl<Kind, F, T> Begun<Kind, F, T> {
    fn new(child: F, slot: Slot) -> Self {
        Begun { child, slot, output: PhantomData }
    }
}

impl<Kind, X> Callee<Kind, X, X> {
    pub fn slot<D>(
        &self,
        _settled: &D,
        site: &'static StaticSite,
    ) -> impl Future<Output = Slot> + use<Kind, X, D> {
        slot(site, None)
    }
}

/// A function that is tokio's, as its path says.
pub struct Tokios;

impl Tokios {
    pub fn slot(
        &self,
        site: &'static StaticSite,
        name: Option<Cow<'static, str>>,
    ) -> impl Future<Output = Slot> + use<> {
        slot(site, name)
    }
}

/// The spawns of a child that has its slot already.
pub mod seated {
    pub use super::super::rewritten::{
        begin as spawn, begin_blocking as spawn_blocking, begin_local as spawn_local,
    };
}

impl<X> Callee<Async, X, X> {
    pub fn with<F>(
        &self,
        _callee: X,
        slot: Slot,
    ) -> impl FnOnce(F) -> Begun<Async, F, F::Output> + use<F, X>
    where
        X: FnOnce(F) -> JoinHandle<F::Output>,
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        |future| Begun::new(future, slot)
    }
}

impl<X> Callee<Local, X, X> {
    pub fn with<F>(
        &self,
        _callee: X,
        slot: Slot,
    ) -> impl FnOnce(F) -> Begun<Local, F, F::Output> + use<F, X>
    where
        X: FnOnce(F) -> JoinHandle<F::Output>,
        F: Future<Output: 'static> + 'static,
    {
        |future| Begun::new(future, slot)
    }
}

impl<X> Callee<Blocking, X, X> {
    pub fn with<W, R>(
        &self,
        _callee: X,
        slot: Slot,
    ) -> impl FnOnce(W) -> Begun<Blocking, W, R> + use<W, R, X>
    where
        X: FnOnce(W) -> JoinHandle<R>,
        W: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        |work| Begun::new(work, slot)
    }
}

/// What the call gave so far: a child that is begun, or the result of a function of the user's own.
pub struct Given<B>(PhantomData<fn() -> B>);

/// The result of a function of the user's own.
pub struct OtherGiven<B>(PhantomData<fn() -> B>);

pub fn begun<B>(_begun: &B) -> Given<B> {
    Given(PhantomData)
}

impl<Kind, F, T> Given<Begun<Kind, F, T>> {
    /// The child's output.
    pub fn child(&self) -> Output<T> {
        Output(PhantomData)
    }
}

impl<F> Given<Begun<Async, F, F::Output>>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    pub fn begin(&self, how: How<F::Output>, begun: Begun<Async, F, F::Output>) -> Task<F::Output> {
        rewritten::begin(begun.slot, how, begun.child)
    }
}

impl<F> Given<Begun<Local, F, F::Output>>
where
    F: Future<Output: 'static> + 'static,
{
    pub fn begin(&self, how: How<F::Output>, begun: Begun<Local, F, F::Output>) -> Task<F::Output> {
        rewritten::begin_local(begun.slot, how, begun.child)
    }
}

impl<W, R> Given<Begun<Blocking, W, R>>
where
    W: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    pub fn begin(&self, how: How<R>, begun: Begun<Blocking, W, R>) -> Task<R> {
        rewritten::begin_blocking(begun.slot, how, begun.child)
    }
}

impl<B> Deref for Given<B> {
    type Target = OtherGiven<B>;

    fn deref(&self) -> &OtherGiven<B> {
        &OtherGiven(PhantomData)
    }
}

impl<B> OtherGiven<B> {
    pub fn child(&self) -> Output<()> {
        Output(PhantomData)
    }

    pub fn begin<H>(&self, _how: H, result: B) -> B {
        result
    }
}

/// A child's output, which may be one that is not even known yet. Every question might apply to it, so
/// the first is the one with the right answer for most of what it may become.
pub struct Output<T>(PhantomData<fn() -> T>);

/// The output of what is no failure whatever it is.
pub struct Never<T>(PhantomData<fn() -> T>);

/// The output of a child.
pub fn child<F: Future>(_: &F) -> Output<F::Output> {
    Output(PhantomData)
}

/// The output of a blocking child.
pub fn blocking_child<R, W: FnOnce() -> R>(_: &W) -> Output<R> {
    Output(PhantomData)
}

impl<T: NoFailure> Output<T> {
    pub fn output(&self) -> Never<T> {
        Never(PhantomData)
    }
}

impl<T> Never<T> {
    pub fn how(&self) -> How<T> {
        HowAny::how(&Probe::new())
    }
}

impl<T> Deref for Output<T> {
    type Target = Known<T>;

    fn deref(&self) -> &Known<T> {
        &Known(PhantomData)
    }
}

/// An output that may be a `Result`.
pub struct Known<T>(PhantomData<fn() -> T>);

impl<T> Known<T> {
    pub fn output(&self) -> Probe<T> {
        Probe::new()
    }
}

/// The closure of a blocking child, by the name by which other checks know what may block.
pub mod work {
    pub fn spawn_blocking<W>(work: W) -> W {
        work
    }
}

/// The child's output, where the function states it.
pub fn gives<T, F: Future<Output = T>>(future: F) -> F {
    future
}

/// The same of a blocking child.
pub fn gives_work<T, W: FnOnce() -> T>(work: W) -> W {
    work
}
