//! Who gets a child's outcome: the `Task`, or the scope when nobody holds the `Task` any more. Each
//! side adds its bit and learns from the bit of the other whether it came first.
//! `runtime/tests/loom_scope.rs` includes this file and checks it with loom.

use super::sync::{AtomicU8, Ordering};

/// The `Task` is gone.
const DROPPED: u8 = 1;
/// The child has left its outcome with the runtime, for the `Task`.
const DELIVERED: u8 = 2;
/// That is a failure which the scope knows of.
const FAILED: u8 = 4;
/// The scope stopped the child.
const STOPPED: u8 = 8;

/// How a child ended, as far as the scope is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    Completed,
    Failed,
    Stopped,
}

pub(crate) struct Link(AtomicU8);

impl Link {
    pub(crate) fn new() -> Self {
        Link(AtomicU8::new(0))
    }

    /// The child has ended. True if the outcome is for the `Task`, false if the child has to get rid
    /// of it.
    #[inline]
    pub(crate) fn deliver(&self, ending: Ending) -> bool {
        let how = match ending {
            Ending::Completed => 0,
            Ending::Failed => FAILED,
            Ending::Stopped => STOPPED,
        };
        self.0.fetch_or(DELIVERED | how, Ordering::AcqRel) & DROPPED == 0
    }

    /// The `Task` is dropped. True if the outcome of a failed child is lost with it.
    #[inline]
    pub(crate) fn drop_task(&self) -> bool {
        self.0.fetch_or(DROPPED, Ordering::AcqRel) & (DELIVERED | FAILED) == DELIVERED | FAILED
    }

    pub(crate) fn ending(&self) -> Ending {
        match self.0.load(Ordering::Acquire) {
            bits if bits & STOPPED != 0 => Ending::Stopped,
            bits if bits & FAILED != 0 => Ending::Failed,
            _ => Ending::Completed,
        }
    }
}
