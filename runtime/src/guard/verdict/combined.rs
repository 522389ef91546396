//! One verdict that is made of several: on bindings together, on one unless another is a guard, only
//! if another question is answered with yes, or only before an edition.

use super::{NoGuard, NotHeld, SomeGuard, Worded, never_run};

/// One more verdict on several bindings together.
pub trait Or<Verdict> {
    type Output;
}

impl Or<NotHeld> for NoGuard {
    type Output = NoGuard;
}

impl<Reason: Worded> Or<Reason> for NoGuard {
    type Output = SomeGuard;
}

impl Or<SomeGuard> for NoGuard {
    type Output = SomeGuard;
}

impl Or<NoGuard> for NoGuard {
    type Output = NoGuard;
}

impl<Verdict> Or<Verdict> for SomeGuard {
    type Output = SomeGuard;
}

/// Adds a verdict to those so far.
pub fn or<So: Or<Verdict>, Verdict>(_so_far: So, _verdict: Verdict) -> So::Output {
    never_run()
}

/// The verdict on what holds other bindings, which were judged by themselves.
pub trait Unless<Verdict> {
    type Output;
}

impl<Verdict> Unless<Verdict> for NoGuard {
    type Output = Verdict;
}

impl<Verdict> Unless<Verdict> for SomeGuard {
    type Output = NotHeld;
}

/// The verdict, unless there is a guard already.
pub fn unless<So: Unless<Verdict>, Verdict>(_so_far: So, _verdict: Verdict) -> So::Output {
    never_run()
}

/// The verdict on what is a guard only if another question is answered with yes.
pub trait OnlyIf<Verdict> {
    type Output;
}

impl<Verdict> OnlyIf<Verdict> for NoGuard {
    type Output = NotHeld;
}

impl<Verdict> OnlyIf<Verdict> for SomeGuard {
    type Output = Verdict;
}

/// The verdict, if the answer is yes.
pub fn only_if<So: OnlyIf<Verdict>, Verdict>(_answer: So, _verdict: Verdict) -> So::Output {
    never_run()
}

/// What `into_iter` of a boxed slice gives: before edition 2024 it was that of a reference to it.
pub trait Edition<Verdict> {
    type Before2024;
}

impl<Verdict> Edition<Verdict> for std::slice::Iter<'_, ()> {
    type Before2024 = Verdict;
}

impl<Verdict> Edition<Verdict> for std::vec::IntoIter<()> {
    type Before2024 = NotHeld;
}

/// To ask for the edition.
#[must_use]
pub fn boxed_slice() -> Box<[()]> {
    never_run()
}

/// The verdict, if the edition is one before 2024.
pub fn before_2024<E: Edition<Verdict>, Verdict>(_edition: E, _verdict: Verdict) -> E::Before2024 {
    never_run()
}
