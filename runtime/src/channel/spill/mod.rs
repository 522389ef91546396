//! A buffer behind the buffer: where items go that do not fit, so that none is lost and none overtakes
//! another.

mod memory;
pub(super) mod queue;
#[cfg(feature = "spill-redb")]
mod redb;
pub(super) mod worker;

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;

pub use memory::MemoryStore;
#[cfg(feature = "spill-redb")]
pub use redb::{OpenError, OpenErrorKind, RedbStore};

/// Where a channel with the policy [`spill`](super::Bounded::spill) puts what does not fit: a queue,
/// first in, first out.
///
/// All methods are called by one thread of the channel's own, named `asyncward-spill`, and may block.
/// Publishers only hand items over to that thread, at most [`hand_over`](SpillStore::hand_over) at a
/// time, and never wait for it. What is handed over while an `append` runs is one batch of the next:
/// the slower the store, the larger the batches.
///
/// A panic in a method counts as [`SpillError::Failed`].
///
/// # Example
///
/// A store that counts, in front of another:
///
/// ```
/// use std::collections::VecDeque;
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use asyncward::channel::{SpillError, SpillStore};
///
/// struct Counted<S>(S, Arc<AtomicUsize>);
///
/// impl<T, S: SpillStore<T>> SpillStore<T> for Counted<S> {
///     fn append(&mut self, items: &mut VecDeque<T>) -> Result<(), SpillError> {
///         let before = items.len();
///         let result = self.0.append(items);
///         self.1.fetch_add(before - items.len(), Ordering::Relaxed);
///         result
///     }
///
///     fn read(&mut self, max: usize) -> Result<Vec<T>, SpillError> {
///         self.0.read(max)
///     }
///
///     fn acknowledge(&mut self, count: usize) -> Result<(), SpillError> {
///         self.0.acknowledge(count)
///     }
///
///     fn len(&self) -> u64 {
///         self.0.len()
///     }
///
///     fn is_persistent(&self) -> bool {
///         self.0.is_persistent()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store for items of type `{T}`",
    label = "`spill` needs an `asyncward::channel::SpillStore<{T}>`",
    note = "write: `MemoryStore::new(limit)`, or `RedbStore::open(..)` with the feature `spill-redb`"
)]
#[expect(clippy::len_without_is_empty, reason = "nobody asks")]
pub trait SpillStore<T>: Send + 'static {
    /// Takes items from the front of `items` and puts them behind those it has. What is left in
    /// `items` on return is not stored; what is not left is, and in a store on disk survives the end
    /// of the process from here on.
    ///
    /// # Errors
    ///
    /// [`SpillError::Full`] if it has no room for what is left, any other if it cannot store that;
    /// both are tried again after a while.
    fn append(&mut self, items: &mut VecDeque<T>) -> Result<(), SpillError>;

    /// The next items in order, at least one and at most `max`, which is never 0. Asked only when
    /// there are some that were not read yet.
    ///
    /// # Errors
    ///
    /// The next item cannot be read; this is tried again after a while.
    fn read(&mut self, max: usize) -> Result<Vec<T>, SpillError>;

    /// The `count` items that were read first, of those not acknowledged before, are done with. Only
    /// now a store on disk may forget them. Called only if the store
    /// [is persistent](SpillStore::is_persistent).
    ///
    /// # Errors
    ///
    /// It cannot note that. They may then be delivered again by the next process.
    fn acknowledge(&mut self, count: usize) -> Result<(), SpillError> {
        let _ = count;
        Ok(())
    }

    /// How many items it has that were not read yet. Asked once, by [`spill`](super::Bounded::spill):
    /// these are delivered first.
    fn len(&self) -> u64;

    /// Whether what it has outlives it. If it does not, what is left in it when the receiver goes
    /// counts as dropped. `false` unless overridden.
    fn is_persistent(&self) -> bool {
        false
    }

    /// The most items that wait in memory for `append`; one more is
    /// [`Published::SpillFull`](super::Published::SpillFull). 1024 unless overridden; at least 1.
    fn hand_over(&self) -> usize {
        1024
    }
}

/// Why a [`SpillStore`] did not do what it was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum SpillError {
    /// It has no room, until items have left it.
    Full,
    /// Anything else.
    Failed(Box<dyn Error + Send + Sync>),
}

impl SpillError {
    /// [`SpillError::Failed`] of an error or a text.
    pub fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        SpillError::Failed(error.into())
    }
}

impl fmt::Display for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SpillError::Full => f.write_str("the spill is full"),
            SpillError::Failed(error) => write!(f, "the spill fails: {error}"),
        }
    }
}

impl Error for SpillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            SpillError::Full => None,
            SpillError::Failed(error) => Some(&**error),
        }
    }
}
