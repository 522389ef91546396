//! What holds a guard is one: containers by their element, tuples by any of their elements.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

use super::verdict::{Also, Listed, Plain, Strict};
use super::{AsyncGuard, Known, SyncGuard};

/// A tuple with a guard in it, also within a container. `P` says where, and in which mode: it
/// keeps the impls apart and is found by inference.
pub trait GuardInTuple<P> {}

/// Element `INDEX` of a tuple is a guard that counts in this mode.
pub struct At<const INDEX: usize, Mode>(Mode);

/// Element `INDEX` of a tuple is a tuple with one, or holds one.
pub struct In<const INDEX: usize, P>(P);

/// A guard there counts in this mode.
pub trait Counts<Mode> {}

impl<const INDEX: usize> Counts<Plain> for At<INDEX, Plain> {}

impl<const INDEX: usize> Counts<Strict> for At<INDEX, Plain> {}

impl<const INDEX: usize> Counts<Strict> for At<INDEX, Strict> {}

impl<const INDEX: usize, By> Counts<Also<By>> for At<INDEX, Also<By>> {}

impl<const INDEX: usize, Mode, P: Counts<Mode>> Counts<Mode> for In<INDEX, P> {}

macro_rules! containers {
    ($([$($generics:tt)*] $Container:ty,)+) => {
        $(
            impl<$($generics)*> SyncGuard for $Container where G: SyncGuard {
                type Reason = G::Reason;
            }

            impl<$($generics)*> AsyncGuard for $Container where G: AsyncGuard {
                type Reason = G::Reason;
            }

            impl<$($generics)*> Known for $Container where G: Known {}

            impl<$($generics)*, By> Listed<By> for $Container where G: Listed<By> {}

            impl<$($generics)*, P> GuardInTuple<P> for $Container where G: GuardInTuple<P> {}
        )+
    };
}

// The error of a `Result` is left out: `m.lock().map(|guard| *guard)` holds a guard only when the
// lock is poisoned.
containers! {
    [G: ?Sized] &mut G,
    [G: ?Sized] Box<G>,
    [G: ?Sized] Arc<G>,
    [G: ?Sized] Rc<G>,
    [G] Pin<G>,
    [G] Option<G>,
    [G, E] Result<G, E>,
    [G] Vec<G>,
    [G] VecDeque<G>,
    [K, G, S] HashMap<K, G, S>,
    [K, G] BTreeMap<K, G>,
    [G: ?Sized] RefCell<G>,
    [G: ?Sized] Cell<G>,
    [G] Poll<G>,
    [G: ?Sized] ManuallyDrop<G>,
    [G, C] ControlFlow<G, C>,
    [G] [G],
    [G, const N: usize] [G; N],
}

macro_rules! tuple {
    ([$($before:ident)*]) => {};
    ([$($before:ident)*] $Guard:ident $($after:ident)*) => {
        tuple! { Plain, SyncGuard, [] [$($before)*] $Guard [$($after)*] }
        tuple! { Strict, AsyncGuard, [] [$($before)*] $Guard [$($after)*] }
        tuple! { Also<By>, Listed<By>, [By,] [$($before)*] $Guard [$($after)*] }
        impl<$($before,)* $Guard: GuardInTuple<P>, $($after,)* P>
            GuardInTuple<In<{ <[&str]>::len(&[$(stringify!($before)),*]) }, P>>
            for ($($before,)* $Guard, $($after,)*) {}
        tuple! { [$($before)* $Guard] $($after)* }
    };
    ($Mode:ty, $Trait:path, [$($By:tt)*] [$($before:ident)*] $Guard:ident [$($after:ident)*]) => {
        impl<$($By)* $($before,)* $Guard: $Trait, $($after,)*>
            GuardInTuple<At<{ <[&str]>::len(&[$(stringify!($before)),*]) }, $Mode>>
            for ($($before,)* $Guard, $($after,)*) {}
    };
}

macro_rules! tuples_up_to {
    () => {};
    ($First:ident $($rest:ident)*) => {
        tuple! { [] $First $($rest)* }
        tuples_up_to! { $($rest)* }
    };
}

tuples_up_to! { T0 T1 T2 T3 T4 T5 T6 T7 }
