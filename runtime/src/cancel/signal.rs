//! How a cancelled token or an expired timer reaches a parked task: a state that checkpoints read
//! with one atomic load, and the waker of the task that polls the root.
//!
//! `futures`' `AtomicWaker` is not used because it *takes* the waker on a wake, while a root that is
//! woken twice between two polls of its task (token, then timer) must wake it both times.
//! `runtime/tests/loom_signal.rs` includes this file and checks it with loom.

use super::sync::{AtomicU8, Mutex, Ordering};
use std::task::Waker;

const FIRED: u8 = 1;
const CANCELLED: u8 = 2;

/// One per root. `FIRED` says that a source woke the root and has to be asked, `CANCELLED` that it
/// is settled and stays so.
pub(crate) struct Signal {
    state: AtomicU8,
    task: Mutex<Option<Waker>>,
}

impl Signal {
    pub(crate) fn new() -> Self {
        Signal { state: AtomicU8::new(0), task: Mutex::new(None) }
    }

    /// Whether a source has fired or the context is cancelled. False alarms are possible, misses
    /// are not.
    #[inline]
    pub(crate) fn raised(&self) -> bool {
        self.state.load(Ordering::Acquire) != 0
    }

    /// Stores the waker of the task that polls now. To be called before `raised` in every poll in
    /// which the waker has changed: whoever raises does so before he reads the waker, so one of the two
    /// sees the other.
    pub(crate) fn register(&self, waker: &Waker) {
        // A waker's clone and destructor are foreign code: they run outside the lock.
        let waker = waker.clone();
        let old = {
            let mut task = self.task.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            task.replace(waker)
        };
        drop(old);
    }

    /// Says that a source has fired. To be called before `wake_task`.
    pub(crate) fn raise(&self) {
        self.state.fetch_or(FIRED, Ordering::AcqRel);
    }

    /// Wakes the task, outside the lock: a waker may re-enter the token.
    pub(crate) fn wake_task(&self) {
        let waker = {
            let task = self.task.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            task.clone()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Takes `FIRED` off. True if it was there and nothing is settled yet: the sources must then
    /// be asked, and asked to wake again.
    pub(crate) fn take_fired(&self) -> bool {
        self.raised() && self.state.fetch_and(!FIRED, Ordering::AcqRel) == FIRED
    }

    /// Settles the signal: it stays raised from here on.
    pub(crate) fn settle(&self) {
        self.state.fetch_or(CANCELLED, Ordering::AcqRel);
    }
}
