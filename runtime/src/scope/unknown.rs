//! What a child's output may become that is not known where it is spawned: `tokio::spawn(async {
//! iter.collect() })`, whose type the await of the handle says, or code that never ends, which gives
//! `()` or `!`. None of these types is a failure.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::guard::verdict::Returns;

/// What `#[bounded_spawn]` takes a type for that inference finds later.
#[diagnostic::on_unimplemented(
    // Of a bound that is found unmet this late, the compiler prints no notes.
    message = "what this child gives is not known where it is spawned\nwhy: the scope has to know whether the child can fail\nwrite: the type where the child makes the value, such as `iter.collect::<Vec<_>>()`, `Row::default()` or `Ok::<_, Error>(..)`",
    label = "the type is stated only behind the spawn, and it is `{Self}`"
)]
pub trait NoFailure {}

impl NoFailure for <fn() -> ! as Returns>::Type {}

macro_rules! no_failure {
    ($($({$($T:ident),+})? $ty:ty,)+) => {
        $(impl$(<$($T),+>)? NoFailure for $ty {})+
    };
}

no_failure! {
    (), bool, char, String, Duration,
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64,
    {T} Option<T>, {T} Vec<T>, {T} VecDeque<T>, {T} LinkedList<T>, {T} BinaryHeap<T>,
    {T} BTreeSet<T>, {K, V} BTreeMap<K, V>, {T, S} HashSet<T, S>, {K, V, S} HashMap<K, V, S>,
    {A} (A,), {A, B} (A, B), {A, B, C} (A, B, C), {A, B, C, D} (A, B, C, D),
}

impl<T, const N: usize> NoFailure for [T; N] {}
impl<T: ?Sized> NoFailure for Box<T> {}
impl<T: ?Sized> NoFailure for Rc<T> {}
impl<T: ?Sized> NoFailure for Arc<T> {}
impl<T: ?Sized> NoFailure for &T {}
impl<T: ToOwned + ?Sized> NoFailure for Cow<'_, T> {}
