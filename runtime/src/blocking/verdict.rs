//! The verdict on a call: does it block?
//!
//! Behind the body, in dead code, where all types are known, the rewritten code has one of
//!
//! ```ignore
//! row::NonBlocking::check(P::pair(callee, &ROW).verdict(&SETTLED));
//! row::NonBlocking::check(P::called(P::of::<row::On>(), receiver, result).listed().verdict());
//! row::NonBlocking::check(P::yielded(P::of::<row::On>(), result).verdict());
//! row::NonBlocking::check(P::returned(result).verdict());
//! row::NonBlocking::check(P::driving(argument).applied(P::returned(result).verdict()));
//! ```
//!
//! of slots that are tied in the call. `row` is a module of [`rows`](super::rows). `verdict` is found by autoderef: each of these
//! types derefs to one that asks the next question, and the compiler takes the first whose impl applies.
//! It gives a [`Verdict`] of the type that says that the call blocks, or of [`No`]; only [`No`] is
//! `NonBlocking`, and the `on_unimplemented` of the trait is the error.
//!
//! | question | level | applies to | verdict |
//! |---|---|---|---|
//! | [`pair`] | 0 | what is not found | [`No`] |
//! | | 1 | the same function twice, whatever its type arguments | its type |
//! | | | everything else | [`No`] |
//! | [`called`] | 0 | a [`Listed`] type | the next question |
//! | | 1 to 4 | what derefs to one [`Through`] std's and tokio's pointers and guards | the next question |
//! | | | everything else | [`No`] |
//! | [`On`] | 0 | what returns a future | [`No`] |
//! | | 1 | everything else | the listed type |
//! | [`yielded`] | 0 | `()` and `!` | [`No`] |
//! | | 1 | a [`Listed`] type | its type |
//! | | | everything else | [`No`] |
//! | [`driving`] | 0 | a future | that on what is returned |
//! | | 1 | everything else | [`No`] |
//! | [`returned`] | 0 | a future | [`No`] |
//! | | 1 | everything else | its type |

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::guard::verdict::{Fallback, Slot};

/// A slot with the type of what it refers to.
pub fn tied<T: ?Sized>(_on: &T) -> Slot<T> {
    never_run()
}

/// A reference to a field, whether its type is packed or not.
pub fn field<'a, T: ?Sized>(_on: *const T) -> &'a T {
    never_run()
}

/// A reference to what a slot is tied to.
#[must_use]
pub fn at<'a, T: ?Sized>(_slot: Slot<T>) -> &'a T {
    never_run()
}

/// What `also(…)` lists.
#[diagnostic::on_unimplemented(
    message = "a function that `also(…)` lists blocks the worker thread",
    label = "a blocking call in async code",
    note = "why: until it returns, no other task of the worker thread runs",
    note = "write: `tokio::task::spawn_blocking(move || …).await` around it"
)]
pub trait NonBlocking {
    fn check<Answer>(_verdict: Verdict<Self, Answer>) {}
}

#[diagnostic::do_not_recommend]
impl NonBlocking for No {}

/// What tells that a call blocks, or [`No`], and the same as a yes or no.
pub struct Verdict<T: ?Sized, Answer>(PhantomData<(Answer, PhantomData<T>)>);

/// It does not block, as far as this row goes.
pub struct No;

/// The answer of a verdict.
pub struct Blocks;

/// The answer of a verdict.
pub struct Passes;

/// A type that tells a call. `Row` is the type `On` of its row, or a type of the rewritten function.
pub trait Listed<Row> {}

/// Two functions, by their types.
pub struct Pair<const LEVEL: usize, X, Y>(PhantomData<(X, Y)>);

/// Asks whether two functions are the same one.
pub fn pair<X, Y>(_callee: Slot<X>, _row: &Y) -> Pair<0, X, Y> {
    never_run()
}

/// Nobody knows what is called: the name is not found, which is an error of its own.
impl<X: Fallback, Y> Pair<0, X, Y> {
    pub fn verdict<Settled>(&self, _settled: &Settled) -> Verdict<No, Passes> {
        never_run()
    }

    pub fn applied<Settled, T: ?Sized, Answer>(
        &self,
        _settled: &Settled,
        _verdict: Verdict<T, Answer>,
    ) -> Verdict<No, Passes> {
        never_run()
    }
}

impl<X, Y> Deref for Pair<0, X, Y> {
    type Target = Pair<1, X, Y>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<X> Pair<1, X, X> {
    pub fn verdict<Settled>(&self, _settled: &Settled) -> Verdict<X, Blocks> {
        never_run()
    }

    /// The verdict on what the function is applied to.
    pub fn applied<Settled, T: ?Sized, Answer>(
        &self,
        _settled: &Settled,
        verdict: Verdict<T, Answer>,
    ) -> Verdict<T, Answer> {
        verdict
    }
}

/// Two functions that are not the same.
pub struct Unlike<X, Y>(PhantomData<(X, Y)>);

impl<X, Y> Deref for Pair<1, X, Y> {
    type Target = Unlike<X, Y>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<X, Y> Unlike<X, Y> {
    /// The row's function is still to be given its type arguments, which `settled` has.
    pub fn verdict(&self, _settled: &Y) -> Verdict<No, Passes> {
        never_run()
    }

    pub fn applied<T: ?Sized, Answer>(
        &self,
        _settled: &Y,
        _verdict: Verdict<T, Answer>,
    ) -> Verdict<No, Passes> {
        never_run()
    }
}

/// A call on a `T` that returns an `R`.
pub struct Called<const LEVEL: usize, Row, T: ?Sized, R>(PhantomData<(Row, R)>, PhantomData<T>);

/// Names a row.
pub struct Of<Row>(PhantomData<Row>);

#[must_use]
pub const fn of<Row>() -> Of<Row> {
    Of(PhantomData)
}

/// Asks whether the row is about what is called on, or what it derefs to.
pub fn called<Row, T: ?Sized, R>(
    _row: Of<Row>,
    _on: Slot<T>,
    _result: Slot<R>,
) -> Called<0, Row, T, R> {
    never_run()
}

impl<Row, T: ?Sized + Listed<Row>, R> Called<0, Row, T, R> {
    pub fn listed(&self) -> On<0, T, R> {
        never_run()
    }
}

/// What has no methods of its own that could be meant instead.
pub trait Through: Deref {}

macro_rules! through {
    ($([$($generics:tt)*] $ty:ty,)+) => {
        $(impl<$($generics)*> Through for $ty {})+
    };
}

through! {
    [T: ?Sized] &T,
    [T: ?Sized] &mut T,
    [T: ?Sized] Box<T>,
    [T: ?Sized] std::rc::Rc<T>,
    [T: ?Sized] std::sync::Arc<T>,
    [P: Deref] std::pin::Pin<P>,
    [T: ?Sized] std::mem::ManuallyDrop<T>,
    [T: ?Sized] std::cell::Ref<'_, T>,
    [T: ?Sized] std::cell::RefMut<'_, T>,
    [T: ?Sized] std::sync::MutexGuard<'_, T>,
    [T: ?Sized] std::sync::RwLockReadGuard<'_, T>,
    [T: ?Sized] std::sync::RwLockWriteGuard<'_, T>,
    [T, F: FnOnce() -> T] std::sync::LazyLock<T, F>,
    [B: ?Sized + ToOwned] std::borrow::Cow<'_, B>,
    [T, F: FnOnce() -> T] std::cell::LazyCell<T, F>,
    [] std::path::PathBuf,
    [] String,
    [T] Vec<T>,
    [T: ?Sized] tokio::sync::MutexGuard<'_, T>,
    [T: ?Sized] tokio::sync::OwnedMutexGuard<T>,
    [T: ?Sized] tokio::sync::MappedMutexGuard<'_, T>,
    [T: ?Sized] tokio::sync::RwLockReadGuard<'_, T>,
    [T: ?Sized] tokio::sync::RwLockWriteGuard<'_, T>,
    [T: ?Sized] tokio::sync::OwnedRwLockWriteGuard<T>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedRwLockReadGuard<T, U>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedMappedMutexGuard<T, U>,
    [T: ?Sized] tokio::sync::RwLockMappedWriteGuard<'_, T>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedRwLockMappedWriteGuard<T, U>,
}

#[cfg(feature = "r2d2")]
through! {
    [M: r2d2::ManageConnection] r2d2::PooledConnection<M>,
}

#[cfg(all(feature = "lock_api", not(feature = "parking_lot")))]
use lock_api as locks;
#[cfg(feature = "parking_lot")]
use parking_lot::lock_api as locks;

#[cfg(any(feature = "lock_api", feature = "parking_lot"))]
through! {
    [R: locks::RawMutex, T: ?Sized] locks::MutexGuard<'_, R, T>,
    [R: locks::RawMutex, T: ?Sized] locks::MappedMutexGuard<'_, R, T>,
    [R: locks::RawRwLock, T: ?Sized] locks::RwLockReadGuard<'_, R, T>,
    [R: locks::RawRwLock, T: ?Sized] locks::RwLockWriteGuard<'_, R, T>,
}

#[cfg(feature = "rusqlite")]
through! {
    [] rusqlite::Transaction<'_>,
    [] rusqlite::Savepoint<'_>,
}

/// What `T` derefs to.
type Target<T> = <T as Deref>::Target;

macro_rules! levels {
    ($($from:literal => $to:literal: [$($bound:tt)*] $listed:ty,)+) => {
        $(
            impl<Row, T: ?Sized, R> Deref for Called<$from, Row, T, R> {
                type Target = Called<$to, Row, T, R>;

                fn deref(&self) -> &Self::Target {
                    never_run()
                }
            }

            impl<Row, T: ?Sized + $($bound)*, R> Called<$to, Row, T, R> {
                pub fn listed(&self) -> On<0, $listed, R> {
                    never_run()
                }
            }
        )+
    };
}

levels! {
    0 => 1: [Through<Target: Listed<Row>>] Target<T>,
    1 => 2: [Through<Target: Through<Target: Listed<Row>>>] Target<Target<T>>,
    2 => 3: [Through<Target: Through<Target: Through<Target: Listed<Row>>>>] Target<Target<Target<T>>>,
    3 => 4: [Through<Target: Through<Target: Through<Target: Through<Target: Listed<Row>>>>>] Target<Target<Target<Target<T>>>>,
}

impl<Row, T: ?Sized, R> Deref for Called<4, Row, T, R> {
    type Target = Elsewhere;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

/// A call on a type that the row is not about.
pub struct Elsewhere;

impl Elsewhere {
    #[must_use]
    pub fn listed(&self) -> Elsewhere {
        never_run()
    }

    #[must_use]
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

/// A call on a listed type. Only now it matters what it returns, which may not be known elsewhere.
pub struct On<const LEVEL: usize, T: ?Sized, R>(PhantomData<R>, PhantomData<T>);

impl<T: ?Sized, R: Future> On<0, T, R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

impl<T: ?Sized, R> Deref for On<0, T, R> {
    type Target = On<1, T, R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<T: ?Sized, R> On<1, T, R> {
    pub fn verdict(&self) -> Verdict<T, Blocks> {
        never_run()
    }
}

/// A call that is told by its name, and returns an `R`.
pub struct Returned<const LEVEL: usize, R>(PhantomData<R>);

/// Asks whether it returns anything but a future.
pub fn returned<R>(_result: Slot<R>) -> Returned<0, R> {
    never_run()
}

impl<R: Future> Returned<0, R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

impl<R> Deref for Returned<0, R> {
    type Target = Returned<1, R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<R> Returned<1, R> {
    pub fn verdict(&self) -> Verdict<R, Blocks> {
        never_run()
    }
}

/// A call that returns an `R`.
pub struct Yielded<const LEVEL: usize, Row, R>(PhantomData<(Row, R)>);

/// Asks whether the row is about what is returned. If nobody knows what that is, the call never returns.
pub fn yielded<Row, R>(_row: Of<Row>, _result: Slot<R>) -> Yielded<0, Row, R> {
    never_run()
}

impl<Row, R: Fallback> Yielded<0, Row, R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

impl<Row, R> Deref for Yielded<0, Row, R> {
    type Target = Yielded<1, Row, R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<Row, R: Listed<Row>> Yielded<1, Row, R> {
    pub fn verdict(&self) -> Verdict<R, Blocks> {
        never_run()
    }
}

impl<Row, R> Deref for Yielded<1, Row, R> {
    type Target = Elsewhere;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

/// What a call is given, which it may wait for.
pub struct Driving<const LEVEL: usize, F: ?Sized>(PhantomData<F>);

/// Asks whether it is a future.
#[must_use]
pub fn driving<F: ?Sized>(_given: Slot<F>) -> Driving<0, F> {
    never_run()
}

impl<F: Future + ?Sized> Driving<0, F> {
    pub fn applied<T: ?Sized, Answer>(&self, verdict: Verdict<T, Answer>) -> Verdict<T, Answer> {
        verdict
    }
}

impl<F: ?Sized> Deref for Driving<0, F> {
    type Target = Driving<1, F>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<F: ?Sized> Driving<1, F> {
    pub fn applied<T: ?Sized, Answer>(&self, _verdict: Verdict<T, Answer>) -> Verdict<No, Passes> {
        never_run()
    }
}

/// Where an allowance keeps the answer on a call, which is known later than it is asked for.
pub struct Asked<Answer>(PhantomData<fn() -> Answer>);

impl<Answer> Clone for Asked<Answer> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Answer> Copy for Asked<Answer> {}

#[must_use]
pub const fn asked<Answer>() -> Asked<Answer> {
    Asked(PhantomData)
}

/// The answer of this verdict is the one that was asked for.
pub fn answer<T: ?Sized, Answer>(_asked: Asked<Answer>, _verdict: Verdict<T, Answer>) {}

/// One more answer on several calls together.
pub trait Either<Answer> {
    type Output;
}

impl Either<Passes> for Passes {
    type Output = Passes;
}

impl Either<Blocks> for Passes {
    type Output = Blocks;
}

impl<Answer> Either<Answer> for Blocks {
    type Output = Blocks;
}

/// Adds an answer to those so far.
pub fn either<So: Either<Answer>, Answer>(
    _so_far: Asked<So>,
    _answer: Asked<Answer>,
) -> Asked<So::Output> {
    Asked(PhantomData)
}

/// What an allowance is for.
#[diagnostic::on_unimplemented(
    message = "`allow(blocking)` silences nothing",
    label = "nothing that is called here blocks",
    note = "why: it would silence the first call that does, without a look at the reason",
    note = "write: the statement without it"
)]
pub trait Silences {
    fn check(_asked: Asked<Self>)
    where
        Self: Sized,
    {
    }
}

#[diagnostic::do_not_recommend]
impl Silences for Blocks {}

/// What an allowance of `#[explicit_backpressure]` is for.
#[diagnostic::on_unimplemented(
    message = "`allow(backpressure)` silences nothing",
    label = "nothing here waits for room in a channel, or fills one without a bound",
    note = "why: it would silence the first call that does, without a look at the reason",
    note = "write: the statement without it"
)]
pub trait SilencesBackpressure {
    fn check(_asked: Asked<Self>)
    where
        Self: Sized,
    {
    }
}

#[diagnostic::do_not_recommend]
impl SilencesBackpressure for Blocks {}

fn never_run<T>() -> T {
    unreachable!("the verdict is asked for in dead code")
}
