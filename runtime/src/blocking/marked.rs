//! Whether what is called has `#[asyncward::blocking]` on it.
//!
//! Nobody can ask whether a name exists, but whether a trait is implemented. The attribute leaves
//!
//! ```ignore
//! const _: () = {
//!     struct Mark;
//!     impl<'a> P::Marked<Mark> for P::Named<NAME, (&'a Db,), Row> {
//!         fn same<F>(callee: P::Slot<F>) -> impl Sized { .. P::same(callee, &query) }
//!     }
//! };
//! ```
//!
//! where `NAME` is a hash of the function's name. It is found by that and by its signature. Whether it is
//! the very function, the opaque type tells: it is [`Same`] of two functions, and `Unpin` if they are one,
//! which the compiler sees through the opaque type.
//!
//! A call asks, where all its types are known,
//!
//! ```ignore
//! let mark = P::mark::<NAME, _, _, _, _>(P::call1(callee).known(((),), ()));
//! let same = mark.same(P::Unmarked);
//! mark.place().accepts(P::told(same, callee).verdict());
//! ```
//!
//! where `accepts` is a method of `Mark`, with the error in its bound.

use std::marker::{PhantomData, PhantomPinned};
use std::ops::Deref;

use super::through::Through;
use super::verdict::{Blocks, No, Passes, Verdict};
use crate::guard::verdict::Slot;

/// A function with this hash of a name and this signature.
pub struct Named<const NAME: u64, Args, R>(PhantomData<(Args, R)>);

/// It has the attribute on it. `Mark` is a type of where it stands.
pub trait Marked<Mark> {
    fn same<F>(callee: Slot<F>) -> impl Sized;
}

/// What says so, if the mark has no text of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` blocks the worker thread",
    label = "a blocking call in async code",
    note = "why: it is marked `#[asyncward::blocking]`: until it returns, no other task of the worker thread runs",
    note = "write: `tokio::task::spawn_blocking(move || …).await` around it"
)]
pub trait Free {}

#[diagnostic::do_not_recommend]
impl Free for No {}

/// Nothing is marked.
pub struct Unmarked;

impl Unmarked {
    pub fn accepts<V: ?Sized, Answer>(self, _verdict: Verdict<V, Answer>) {}
}

/// The call of an `F`.
pub struct Callee<const LEVEL: usize, F, Args, R>(PhantomData<(F, Args, R)>);

/// An `F` that is called with `Args` and returns an `R`.
pub struct Known<F, Args, R>(PhantomData<(F, Args, R)>);

/// What cannot be called by a safe reference.
pub struct Unknown;

/// A slot with the type of the only argument.
#[must_use]
pub fn first<F, A, R>(_known: Known<F, (A,), R>) -> Slot<A> {
    never_run()
}

macro_rules! calls {
    ($($call:ident($($arg:ident)*))+) => {
        $(
            pub fn $call<Fun, R, $($arg),*>(_callee: Slot<Fun>) -> Callee<0, Fun, ($($arg,)*), R> {
                never_run()
            }

            impl<Fun: Fn($($arg),*) -> R, R, $($arg),*> Callee<0, Fun, ($($arg,)*), R> {
                pub fn known<Units>(&self, _args: Units, _result: ()) -> Known<Fun, ($($arg,)*), R> {
                    never_run()
                }
            }
        )+
    };
}

calls! {
    call0() call1(A) call2(A B) call3(A B C) call4(A B C D) call5(A B C D E) call6(A B C D E F)
}

impl<F, Args, R> Deref for Callee<0, F, Args, R> {
    type Target = Callee<1, F, Args, R>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<F, Args, R> Callee<1, F, Args, R> {
    /// Nothing is known of the arguments, which are given some type.
    pub fn known(&self, _args: Args, _result: R) -> Known<F, (Unknown,), Unknown> {
        never_run()
    }
}

/// The question whether a call has a mark.
pub struct Mark<const LEVEL: usize, const NAME: u64, F, Args, R, M>(PhantomData<(F, Args, R, M)>);

#[must_use]
pub fn mark<const NAME: u64, F, Args, R, M>(
    _known: Known<F, Args, R>,
) -> Mark<0, NAME, F, Args, R, M> {
    never_run()
}

impl<const NAME: u64, F, Args, R, M> Mark<0, NAME, F, Args, R, M>
where
    Named<NAME, Args, R>: Marked<M>,
{
    pub fn same<Unit>(&self, _unmarked: Unit) -> impl Sized + use<NAME, F, Args, R, M, Unit> {
        <Named<NAME, Args, R> as Marked<M>>::same(crate::guard::verdict::slot::<F>())
    }
}

impl<const NAME: u64, F, Args, R, M> Deref for Mark<0, NAME, F, Args, R, M> {
    type Target = Mark<1, NAME, F, Args, R, M>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<const NAME: u64, F, Args, R, M> Mark<1, NAME, F, Args, R, M> {
    pub fn same(&self, _unmarked: M) -> PhantomPinned {
        never_run()
    }
}

impl<const NAME: u64, F, Args, R, M> Mark<0, NAME, F, Args, R, M> {
    /// Where the function was marked.
    pub fn place(&self) -> M {
        never_run()
    }
}

/// Two functions, `Unpin` if they are one.
pub struct Same<X, Y>(PhantomData<(X, Y)>, PhantomPinned);

impl<X> Unpin for Same<X, X> {}

pub fn same<X, Y>(_callee: Slot<X>, _marked: &Y) -> Same<X, Y> {
    never_run()
}

/// The question whether a function is the marked one.
pub struct Told<const LEVEL: usize, S, F>(PhantomData<(S, F)>);

pub fn told<S, F>(_same: S, _callee: Slot<F>) -> Told<0, S, F> {
    never_run()
}

impl<S: Unpin, F> Told<0, S, F> {
    pub fn verdict(&self) -> Verdict<F, Blocks> {
        never_run()
    }
}

impl<S, F> Deref for Told<0, S, F> {
    type Target = Told<1, S, F>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<S, F> Told<1, S, F> {
    pub fn verdict(&self) -> Verdict<No, Passes> {
        never_run()
    }
}

/// The answer on a method of `T`, if it is not marked.
#[diagnostic::on_unimplemented(
    message = "a method of `{T}` blocks the worker thread",
    label = "a blocking call in async code",
    note = "why: it is marked `#[asyncward::blocking]`: until it returns, no other task of the worker thread runs",
    note = "write: `tokio::task::spawn_blocking(move || …).await` around it"
)]
pub trait FreeMethod<T: ?Sized> {
    fn check(_verdict: Verdict<T, Self>)
    where
        Self: Sized,
    {
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> FreeMethod<T> for Passes {}

/// The verdict on a method of `T` whose mark gives that answer.
pub fn judged<T: ?Sized, Answer>(_on: &T, _answer: Answer) -> Verdict<T, Answer> {
    never_run()
}

/// The question what a `T` derefs to that has no methods of its own.
pub struct Derefs<const LEVEL: usize, T: ?Sized>(PhantomData<T>);

pub fn derefs<T: ?Sized>(_on: &T) -> Derefs<0, T> {
    never_run()
}

impl<T: Through + ?Sized> Derefs<0, T> {
    pub fn target(&self) -> &T::Target {
        never_run()
    }
}

impl<T: ?Sized> Deref for Derefs<0, T> {
    type Target = Derefs<1, T>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<T: ?Sized> Derefs<1, T> {
    pub fn target(&self) -> &No {
        never_run()
    }
}

fn never_run<T>() -> T {
    unreachable!("the verdict is asked for in dead code")
}
