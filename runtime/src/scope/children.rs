//! How many children a scope has, and whether it takes any more: one word, so that closing an empty
//! scope and entering it cannot both succeed.
//!
//! `tokio_util::task::TaskTracker` is not used because it takes tasks also when it is closed: a
//! spawn that races with the end of a scope would start a child that nobody waits for.
//! `runtime/tests/loom_scope.rs` includes this file and checks it with loom.

use super::sync::{AtomicUsize, Ordering};

/// The scope waits for the last child, and wants to be woken for it.
const WAITING: usize = 1;
/// No child is taken any more.
const CLOSED: usize = 2;
/// Nobody waits for the children that are left.
const ABANDONED: usize = 4;
const ONE: usize = 8;

pub(crate) struct Children(AtomicUsize);

/// Who is to be told that a child has left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Nobody,
    /// It was the last one: the task that runs the scope.
    Scope,
    /// It was the last one of a scope whose future was dropped: the scope outside.
    Outer,
}

impl Children {
    pub(crate) fn new() -> Self {
        Children(AtomicUsize::new(0))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.load(Ordering::Acquire) / ONE
    }

    /// Adds a child. False, and nothing is added, if the scope is closed.
    #[inline]
    pub(crate) fn enter(&self) -> bool {
        let add = |word| (word & CLOSED == 0).then_some(word + ONE);
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, add).is_ok()
    }

    /// To be called when the last of a child is gone.
    #[inline]
    pub(crate) fn leave(&self) -> Left {
        let word = self.0.fetch_sub(ONE, Ordering::AcqRel) - ONE;
        if word >= ONE {
            Left::Nobody
        } else if word & ABANDONED != 0 {
            Left::Outer
        } else if word & WAITING != 0 {
            Left::Scope
        } else {
            Left::Nobody
        }
    }

    /// Closes the scope if no child is left; true if it is closed. From here on the last child
    /// says so. To be called after the waker was stored.
    pub(crate) fn close_if_empty(&self) -> bool {
        let word = self.0.fetch_or(WAITING, Ordering::AcqRel) | WAITING;
        word & CLOSED != 0
            || (word == WAITING
                && self
                    .0
                    .compare_exchange(WAITING, CLOSED, Ordering::AcqRel, Ordering::Acquire)
                    .is_ok())
    }

    /// Closes the scope with the children that are left. True if there is none.
    pub(crate) fn abandon(&self) -> bool {
        self.0.fetch_or(CLOSED | ABANDONED, Ordering::AcqRel) < ONE
    }
}
