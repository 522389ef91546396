//! The verdict on a binding that may be alive over an await: is its type a guard?
//!
//! The rewritten code has a [`Slot`] for each such binding, ties it to the binding in dead code,
//! and asks for the verdict behind the body's `return`, where all types are known and nothing is
//! ever run:
//!
//! ```ignore
//! P::held(slot).verdict().across(slot); // or held_strict, or also
//! ```
//!
//! `verdict` is found by autoderef. A [`Probe`] derefs to one that asks the next question, and the
//! compiler takes the first whose impl applies:
//!
//! | level | applies to | verdict |
//! |---|---|---|
//! | 6 | a guard of which all methods that take it by value are [`Known`] | yes, else no at 7 |
//! | 9, 10 | what can be sent or cloned | no, else yes at 11 |
//! | 8 | the `!` of a call that does not return | yes, else no at 7 |
//! | 5 | if methods may have taken it: a type whose methods do, `()` and `!` | [`NotHeld`] |
//! | 0 | `()` and `!` | [`NotHeld`] |
//! | 1 | a [`SyncGuard`] with a reason that is known | its reason |
//! | 2 | an [`AsyncGuard`] if strict, a [`Listed`] type if asked for | its reason |
//! | 12, 13 | a tuple with a sync guard in the first or second place | its reason |
//! | 3 | a tuple with one of these, a type parameter that is `SyncGuard` | [`reason::Guard`] |
//! | 4 | everything else: unknown, generic, opaque | [`NotHeld`] |
//!
//! A type that is not even known there is one of an expression that never returns, and becomes `()`
//! or `!` later. Every question might apply to it, so the first is the one with the right answer.
//!
//! `across` of [`NotHeld`] takes every slot. That of a reason takes none: its bound is a trait that
//! no guard implements and whose `on_unimplemented` is the error.

mod combined;

use std::marker::PhantomData;
use std::ops::Deref;

pub use combined::{before_2024, boxed_slice, only_if, or, unless};

use super::containers::{Counts, GuardInTuple};
use super::{AsyncGuard, Known, SyncGuard, TakenByMethods, Transparent, reason};

/// Carries the type of a binding from where it is bound to behind the `return`. It is no bigger than
/// nothing, and `Send`, `Copy` and covariant whatever `T` is.
pub struct Slot<T: ?Sized>(PhantomData<fn() -> *const T>);

impl<T: ?Sized> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Slot<T> {}

/// A slot for a binding of a type that inference finds.
#[must_use]
pub const fn slot<T: ?Sized>() -> Slot<T> {
    Slot(PhantomData)
}

/// The same slot: a call has a beginning and an end, and an error about it underlines both.
#[must_use]
pub const fn shown<T: ?Sized>(slot: Slot<T>) -> Slot<T> {
    slot
}

/// For dead code only: makes the slot one of the value's type.
pub const fn tie<T: ?Sized>(_slot: Slot<T>, _value: &T) {}

/// For dead code only: of the type of what it refers to.
pub const fn by_value<T>(_value: &T) -> T {
    panic!("it is for dead code")
}

/// Makes the slot one of a type that is spelled out.
pub const fn typed<T: ?Sized>(_slot: Slot<T>) {}

/// A question about `T`, see the table above. `P` is where in a tuple the guard is, else `()`.
pub struct Probe<const LEVEL: usize, Mode, T: ?Sized, P>(PhantomData<(Mode, P)>, Slot<T>);

/// Sync guards count.
pub struct Plain;

/// Async guards count too.
pub struct Strict;

/// Types count that are `Listed<By>`.
pub struct Also<By>(By);

/// Only guards that are [`Transparent`] count.
pub struct IfTransparent;

/// A type that `also(…)` lists. `By` is a type of the rewritten function, for which the rewritten
/// code implements this.
pub trait Listed<By> {}

/// A mode in which the guards count that are known as such.
pub trait BuiltIn {}

impl BuiltIn for Plain {}

impl BuiltIn for Strict {}

/// Asks whether the binding is a guard.
#[must_use]
pub fn held<T: ?Sized, P>(slot: Slot<T>) -> Probe<0, Plain, T, P> {
    Probe(PhantomData, slot)
}

/// Asks whether it is one, async guards included.
#[must_use]
pub fn held_strict<T: ?Sized, P>(slot: Slot<T>) -> Probe<0, Strict, T, P> {
    Probe(PhantomData, slot)
}

/// Asks whether it is one of the types that `also(…)` lists, and no guard that [`held`] knows.
pub fn also<By, T: ?Sized, P>(slot: Slot<T>, _by: By) -> Probe<0, Also<By>, T, P> {
    Probe(PhantomData, slot)
}

/// Asks whether it is a guard whose methods never took it.
#[must_use]
pub fn held_if_transparent<T: ?Sized, P>(slot: Slot<T>) -> Probe<0, IfTransparent, T, P> {
    Probe(PhantomData, slot)
}

/// The question about what a method was called on that takes some guards by value.
#[must_use]
pub fn kept<Mode, T: ?Sized, P>(probe: Probe<0, Mode, T, P>) -> Probe<5, Mode, T, P> {
    Probe(PhantomData, probe.1)
}

/// The question whether all methods are known that take the type by value.
#[must_use]
pub fn known<T: ?Sized, P>(slot: Slot<T>) -> Probe<6, Plain, T, P> {
    Probe(PhantomData, slot)
}

/// The question whether the value of a call is one at all.
#[must_use]
pub fn never<T: ?Sized, P>(slot: Slot<T>) -> Probe<8, Plain, T, P> {
    Probe(PhantomData, slot)
}

/// The question whether it can be neither sent nor cloned, like most guards and what holds one.
#[must_use]
pub fn local<T: ?Sized, P>(slot: Slot<T>) -> Probe<9, Plain, T, P> {
    Probe(PhantomData, slot)
}

/// What a type is that nothing says anything about.
pub trait Fallback {}

impl Fallback for () {}

impl Fallback for <fn() -> ! as Returns>::Type {}

/// Names `!`, which has no name on stable.
pub trait Returns {
    /// What the function returns.
    type Type;
}

impl<T> Returns for fn() -> T {
    type Type = T;
}

impl<Mode, T: Fallback + ?Sized> Probe<0, Mode, T, ()> {
    pub fn verdict(&self) -> NotHeld {
        never_run()
    }
}

impl TakenByMethods for () {}

impl TakenByMethods for <fn() -> ! as Returns>::Type {}

impl<Mode, T: TakenByMethods + ?Sized> Probe<5, Mode, T, ()> {
    pub fn verdict(&self) -> NotHeld {
        never_run()
    }
}

impl Known for () {}

impl Known for <fn() -> ! as Returns>::Type {}

impl<T: Known + ?Sized> Probe<6, Plain, T, ()> {
    pub fn verdict(&self) -> SomeGuard {
        never_run()
    }
}

impl<Mode, T: ?Sized> Probe<7, Mode, T, ()> {
    pub fn verdict(&self) -> NoGuard {
        never_run()
    }
}

/// A call of such a type does not return.
pub trait Never {}

impl Never for <fn() -> ! as Returns>::Type {}

// With a second one, what is not known yet is not made the first.
impl Never for NotHeld {}

impl<T: Never + ?Sized> Probe<8, Plain, T, ()> {
    pub fn verdict(&self) -> SomeGuard {
        never_run()
    }
}

impl<T: Send + ?Sized> Probe<9, Plain, T, ()> {
    pub fn verdict(&self) -> NoGuard {
        never_run()
    }
}

impl<T: Clone> Probe<10, Plain, T, ()> {
    pub fn verdict(&self) -> NoGuard {
        never_run()
    }
}

impl<T: ?Sized> Probe<11, Plain, T, ()> {
    pub fn verdict(&self) -> SomeGuard {
        never_run()
    }
}

impl<T: Transparent<Reason: Worded> + ?Sized> Probe<1, IfTransparent, T, ()> {
    pub fn verdict(&self) -> T::Reason {
        never_run()
    }
}

/// A reason that words the error, by a method `across` like that of [`reason::Guard`].
pub trait Worded {}

impl<Mode: BuiltIn, T: SyncGuard<Reason: Worded> + ?Sized> Probe<1, Mode, T, ()> {
    pub fn verdict(&self) -> T::Reason {
        never_run()
    }
}

impl<By, T: SyncGuard + ?Sized> Probe<1, Also<By>, T, ()> {
    /// Another check says it.
    pub fn verdict(&self) -> NotHeld {
        never_run()
    }
}

impl<T: AsyncGuard + ?Sized> Probe<2, Strict, T, ()> {
    pub fn verdict(&self) -> T::Reason {
        never_run()
    }
}

impl<By, T: Listed<By> + ?Sized> Probe<2, Also<By>, T, ()> {
    pub fn verdict(&self) -> reason::Listed {
        never_run()
    }
}

// With two guards in a tuple, where they are would be ambiguous: the first one words the error.
macro_rules! first_or_second {
    ($([$($rest:ident)*])+) => {
        $(
            impl<Mode: BuiltIn, A: SyncGuard<Reason: Worded>, B, $($rest),*>
                Probe<12, Mode, (A, B, $($rest),*), ()>
            {
                pub fn verdict(&self) -> A::Reason {
                    never_run()
                }
            }

            impl<Mode: BuiltIn, A, B: SyncGuard<Reason: Worded>, $($rest),*>
                Probe<13, Mode, (A, B, $($rest),*), ()>
            {
                pub fn verdict(&self) -> B::Reason {
                    never_run()
                }
            }
        )+
    };
}

first_or_second! { [] [C] [C D] }

impl<Mode: BuiltIn, T: SyncGuard + ?Sized> Probe<3, Mode, T, ()> {
    pub fn verdict(&self) -> reason::Guard {
        never_run()
    }
}

impl<P: Counts<Plain>, T: GuardInTuple<P> + ?Sized> Probe<3, Plain, T, P> {
    pub fn verdict(&self) -> reason::Guard {
        never_run()
    }
}

impl<P: Counts<Strict>, T: GuardInTuple<P> + ?Sized> Probe<3, Strict, T, P> {
    pub fn verdict(&self) -> reason::Guard {
        never_run()
    }
}

impl<By, P: Counts<Also<By>>, T: GuardInTuple<P> + ?Sized> Probe<3, Also<By>, T, P> {
    pub fn verdict(&self) -> reason::Listed {
        never_run()
    }
}

impl<Mode, T: ?Sized> Probe<4, Mode, T, ()> {
    pub fn verdict(&self) -> NotHeld {
        never_run()
    }
}

macro_rules! levels {
    ($($from:literal => $to:literal)+) => {
        $(
            impl<Mode, T: ?Sized, P> Deref for Probe<$from, Mode, T, P> {
                type Target = Probe<$to, Mode, T, P>;

                fn deref(&self) -> &Self::Target {
                    never_run()
                }
            }
        )+
    };
}

levels! { 5 => 0  0 => 1  1 => 2  2 => 12  12 => 13  13 => 3  3 => 4  6 => 7  8 => 7  9 => 10  10 => 11 }

/// Nothing to say.
pub struct NotHeld;

impl NotHeld {
    pub fn across<T: ?Sized>(self, _slot: Slot<T>) {}
}

/// None of the verdicts so far was that something is a guard.
pub struct NoGuard;

/// One of them was.
pub struct SomeGuard;

/// What may be held where a spawn under `#[bounded_spawn]` waits for its slot. `So` is whether a guard
/// is, by [`or`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is held while this spawn waits for a slot",
    label = "this is still held at the spawn",
    note = "why: under `#[bounded_spawn]` a spawn waits while `limit` children run, and one of them that needs what is held here never ends, or panics",
    note = "write: a block around what needs the guard, or `drop(guard)` before the spawn",
    note = "or, in a loop over what is locked: `let items: Vec<_> = …collect();` first, and the loop over that"
)]
pub trait HeldAtSpawn<So> {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> HeldAtSpawn<NoGuard> for T {}

impl HeldAtSpawn<SomeGuard> for reason::Nothing {}

/// Asks that no guard is held over the wait of a spawn.
pub fn at_spawn<So, T: HeldAtSpawn<So> + ?Sized>(_any: So, _slot: Slot<T>) {}

/// What an allowance is for.
#[diagnostic::on_unimplemented(
    message = "`allow(lock)` silences nothing",
    label = "nothing that this statement makes or awaits is a guard held across an `.await`",
    note = "write: the statement without it"
)]
pub trait Silences {}

impl Silences for SomeGuard {}

/// Asks whether there is a guard at all.
pub fn silences<So: Silences>(_so: So) {}

fn never_run<T>() -> T {
    unreachable!("the verdict is asked for behind a `return`")
}
