//! What an allowance does with the verdicts on the calls in its statement: one of them has to say that the
//! call blocks.

use std::marker::PhantomData;

use super::verdict::{Blocks, Passes, Verdict};

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
