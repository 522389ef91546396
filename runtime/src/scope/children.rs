//! How many children a scope has, and whether it takes any more: one word, so that closing an empty
//! scope and entering it cannot both succeed.
//!
//! A child runs, then its outcome is with the runtime until its `Task` takes it or the runtime drops it, which it
//! does at once where there is no `Task`. A scope waits for those destructors too, but not for a
//! `Task` that somebody outside holds on to: of the outcomes that are left it disregards as many as
//! there are such `Task`s. So a child and its `Task` need no memory in common.
//!
//! `tokio_util::task::TaskTracker` is not used because it takes tasks also when it is closed: a
//! spawn that races with the end of a scope would start a child that nobody waits for.
//! `runtime/tests/loom_scope.rs` includes this file and checks it with loom.

use super::sync::{AtomicU64, Ordering};

/// The scope waits for the last child, and wants to be woken for it.
const WAITING: u64 = 1;
/// No child is taken any more.
const CLOSED: u64 = 2;
/// Nobody waits for the children that are left.
const ABANDONED: u64 = 4;
/// Of an abandoned scope: it was said that all are gone.
const SAID: u64 = 8;
const RUNNING: u64 = 1 << 4;
const OUTCOME: u64 = 1 << 34;

/// How many can run at once.
pub(crate) const MOST: usize = (1 << 30) - 1;

pub(crate) struct Children(AtomicU64);

/// Who is to be told that a child, or its outcome, is gone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Nobody,
    /// It was the last one: the task that runs the scope.
    Scope,
    /// It was the last one of a scope whose future was dropped: the scope outside.
    Outer,
}

/// Whether nothing is left that the scope waits for. `held` counts the `Task`s with an outcome yet to take.
fn is_over(word: u64, held: impl FnOnce() -> usize) -> bool {
    running(word) == 0 && (word < OUTCOME || word / OUTCOME <= held() as u64)
}

fn running(word: u64) -> u64 {
    word % OUTCOME / RUNNING
}

impl Children {
    pub(crate) fn new() -> Self {
        Children(AtomicU64::new(0))
    }

    /// How many run.
    pub(crate) fn len(&self) -> usize {
        usize::try_from(running(self.0.load(Ordering::Acquire))).unwrap_or(MOST)
    }

    /// Adds a child. False, and nothing is added, if the scope is closed.
    #[inline]
    pub(crate) fn enter(&self) -> bool {
        let add = |word| (word & CLOSED == 0).then_some(word + RUNNING);
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, add).is_ok()
    }

    /// To be called when the last of a child is gone that leaves no outcome.
    #[inline]
    pub(crate) fn leave(&self, held: impl FnOnce() -> usize) -> Left {
        let word = self.0.fetch_sub(RUNNING, Ordering::AcqRel) - RUNNING;
        self.left(word, held)
    }

    /// To be called when all but the outcome of a child is gone.
    #[inline]
    pub(crate) fn end(&self, held: impl FnOnce() -> usize) -> Left {
        let word = self.0.fetch_add(OUTCOME - RUNNING, Ordering::AcqRel) + OUTCOME - RUNNING;
        self.left(word, held)
    }

    /// To be called when the outcome is gone, or somebody has it. A `Task` that had it is no longer among
    /// the `held`.
    #[inline]
    pub(crate) fn outcome_gone(&self, held: impl FnOnce() -> usize) -> Left {
        let word = self.0.fetch_sub(OUTCOME, Ordering::AcqRel) - OUTCOME;
        self.left(word, held)
    }

    #[inline]
    fn left(&self, word: u64, held: impl FnOnce() -> usize) -> Left {
        let asks = word & ABANDONED != 0 || word & (WAITING | CLOSED) == WAITING;
        if !asks || !is_over(word, held) {
            Left::Nobody
        } else if word & ABANDONED == 0 {
            Left::Scope
        } else if self.0.fetch_or(SAID, Ordering::AcqRel) & SAID == 0 {
            Left::Outer
        } else {
            Left::Nobody
        }
    }

    /// Closes the scope if no child is left; true if it is closed. From here on the last child
    /// says so. To be called after the waker was stored.
    pub(crate) fn close_if_empty(&self, held: impl FnOnce() -> usize) -> bool {
        let word = self.0.fetch_or(WAITING, Ordering::AcqRel) | WAITING;
        word & CLOSED != 0
            || (is_over(word, held)
                && self
                    .0
                    .compare_exchange(word, word | CLOSED, Ordering::AcqRel, Ordering::Acquire)
                    .is_ok())
    }

    /// Closes the scope with the children that are left. True if there is none.
    pub(crate) fn abandon(&self, held: impl FnOnce() -> usize) -> bool {
        let word = self.0.fetch_or(CLOSED | ABANDONED, Ordering::AcqRel);
        is_over(word, held) && self.0.fetch_or(SAID, Ordering::AcqRel) & SAID == 0
    }
}
