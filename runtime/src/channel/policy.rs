//! What a full buffer does with one more item.

use std::ptr;

use super::sync::{AtomicUsize, Ordering};

pub(super) enum Policy<T> {
    Reject,
    DropIncoming,
    EvictOldest,
    EvictNewest,
    KeepLatest,
    Merge(Merge<T>),
    Spill,
}

impl<T> Policy<T> {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Policy::Reject => "reject",
            Policy::DropIncoming => "drop_incoming",
            Policy::EvictOldest => "evict_oldest",
            Policy::EvictNewest => "evict_newest",
            Policy::KeepLatest => "keep_latest",
            Policy::Merge(_) => "merge",
            Policy::Spill => "spill",
        }
    }
}

/// The user's merge function. It runs under the channel's lock, since the item it changes must not
/// be received meanwhile; so it is remembered which thread runs it, and a use of the channel from
/// within is a panic instead of a deadlock.
pub(super) struct Merge<T> {
    fold: Box<Fold<T>>,
    /// What `this_thread` gives in the thread that runs `fold`, or 0.
    runs_in: AtomicUsize,
}

type Fold<T> = dyn Fn(&mut T, T) + Send + Sync;

impl<T> Merge<T> {
    pub(super) fn new(fold: Box<Fold<T>>) -> Self {
        Merge { fold, runs_in: AtomicUsize::new(0) }
    }

    pub(super) fn fold(&self, waiting: &mut T, incoming: T) {
        self.runs_in.store(this_thread(), Ordering::Relaxed);
        let _running = Running(&self.runs_in);
        (self.fold)(waiting, incoming);
    }

    /// A thread sees its own store, and no other's is its own: so the answer is exact.
    pub(super) fn assert_outside(&self) {
        assert!(
            self.runs_in.load(Ordering::Relaxed) != this_thread(),
            "the merge function of a channel must not use that channel"
        );
    }
}

struct Running<'a>(&'a AtomicUsize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// An address that no other living thread has.
fn this_thread() -> usize {
    thread_local! {
        static HERE: u8 = const { 0 };
    }
    HERE.with(|here| ptr::from_ref(here).addr())
}
