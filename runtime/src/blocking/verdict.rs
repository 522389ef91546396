//! The verdict on a call: does it block?
//!
//! Behind the body, in dead code, where all types are known, the rewritten code has one of
//!
//! ```ignore
//! row::NonBlocking::check(P::pair(callee, &ROW).verdict(&SETTLED));
//! row::NonBlocking::check(row::called(receiver).verdict());
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

use super::through::Through;
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
pub struct Pair<X, Y>(PhantomData<(X, Y)>);

/// Asks whether two functions are the same one.
pub fn pair<X, Y>(_callee: Slot<X>, _row: &Y) -> Pair<X, Y> {
    never_run()
}

/// Nobody knows what is called: the name is not found, which is an error of its own.
impl<X: Fallback, Y> Pair<X, Y> {
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

/// Two functions that are known.
pub struct Both<X, Y>(PhantomData<(X, Y)>);

impl<X, Y> Deref for Pair<X, Y> {
    type Target = Both<X, Y>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<X> Both<X, X> {
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

impl<X, Y> Deref for Both<X, Y> {
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
pub struct Called<Row, T: ?Sized, R>(PhantomData<(Row, R)>, PhantomData<T>);

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
) -> Called<Row, T, R> {
    never_run()
}

impl<Row, T: ?Sized + Listed<Row>, R> Called<Row, T, R> {
    pub fn listed(&self) -> On<T, R> {
        never_run()
    }

    pub fn verdict(&self) -> Verdict<T, Blocks> {
        never_run()
    }
}

/// What `T` derefs to.
type Target<T> = <T as Deref>::Target;

macro_rules! levels {
    ($($from:ident => $to:ident: [$($bound:tt)*] $listed:ty,)+) => {
        $(
            impl<Row, T: ?Sized, R> Deref for $from<Row, T, R> {
                type Target = $to<Row, T, R>;

                fn deref(&self) -> &Self::Target {
                    never_run()
                }
            }

            /// The same, one pointer further.
            pub struct $to<Row, T: ?Sized, R>(PhantomData<(Row, R)>, PhantomData<T>);

            impl<Row, T: ?Sized + $($bound)*, R> $to<Row, T, R> {
                pub fn listed(&self) -> On<$listed, R> {
                    never_run()
                }

                pub fn verdict(&self) -> Verdict<$listed, Blocks> {
                    never_run()
                }
            }
        )+
    };
}

levels! {
    Called => Once: [Through<Target: Listed<Row>>] Target<T>,
    Once => Twice: [Through<Target: Through<Target: Listed<Row>>>] Target<Target<T>>,
    Twice => Thrice: [Through<Target: Through<Target: Through<Target: Listed<Row>>>>] Target<Target<Target<T>>>,
    Thrice => Further: [Through<Target: Through<Target: Through<Target: Through<Target: Listed<Row>>>>>] Target<Target<Target<Target<T>>>>,
}

impl<Row, T: ?Sized, R> Deref for Further<Row, T, R> {
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
pub struct On<T: ?Sized, R>(PhantomData<R>, PhantomData<T>);

impl<T: ?Sized, R: Future> On<T, R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

/// What it returns is no future.
pub struct Now<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized, R> Deref for On<T, R> {
    type Target = Now<T>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<T: ?Sized> Now<T> {
    pub fn verdict(&self) -> Verdict<T, Blocks> {
        never_run()
    }
}

/// A call that is told by its name, and returns an `R`.
pub struct Returned<R>(PhantomData<R>);

/// Asks whether it returns anything but a future.
pub fn returned<R>(_result: Slot<R>) -> Returned<R> {
    never_run()
}

impl<R: Future> Returned<R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

impl<R> Deref for Returned<R> {
    type Target = Now<R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

/// A call that returns an `R`.
pub struct Yielded<Row, R>(PhantomData<(Row, R)>);

/// Asks whether the row is about what is returned. If nobody knows what that is, the call never returns.
pub fn yielded<Row, R>(_row: Of<Row>, _result: Slot<R>) -> Yielded<Row, R> {
    never_run()
}

impl<Row, R: Fallback> Yielded<Row, R> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

/// The same, if it returns.
pub struct Returning<Row, R>(PhantomData<(Row, R)>);

impl<Row, R> Deref for Yielded<Row, R> {
    type Target = Returning<Row, R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<Row, R: Listed<Row>> Returning<Row, R> {
    pub fn verdict(&self) -> Verdict<R, Blocks> {
        never_run()
    }
}

impl<Row, R> Deref for Returning<Row, R> {
    type Target = Elsewhere;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

/// What a call is given, which it may wait for.
pub struct Driving<F: ?Sized>(PhantomData<F>);

/// Asks whether it is a future.
#[must_use]
pub fn driving<F: ?Sized>(_given: Slot<F>) -> Driving<F> {
    never_run()
}

impl<F: Future + ?Sized> Driving<F> {
    pub fn applied<T: ?Sized, Answer>(&self, verdict: Verdict<T, Answer>) -> Verdict<T, Answer> {
        verdict
    }
}

impl<F: ?Sized> Deref for Driving<F> {
    type Target = Given;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

/// It is none.
pub struct Given;

impl Given {
    pub fn applied<T: ?Sized, Answer>(&self, _verdict: Verdict<T, Answer>) -> Verdict<No, Passes> {
        never_run()
    }
}

fn never_run<T>() -> T {
    unreachable!("the verdict is asked for in dead code")
}
