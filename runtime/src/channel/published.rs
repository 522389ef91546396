//! What became of an item: [`Published`], [`Unpublished`] and [`Loss`].

use std::fmt;
use std::time::Duration;

use crate::Cancelled;

/// What [`publish`](super::Publisher::publish) did with the item, and what was lost for it.
///
/// Every item that the channel gives up comes back in here, so that it can be counted, logged or
/// tried elsewhere.
#[must_use = "this says whether the item was taken, and hands back what was lost"]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Published<T> {
    /// It waits in the buffer.
    Accepted,
    /// It waits in the buffer, and this item was taken out for it.
    Evicted(T),
    /// It waits in the buffer alone: `keep_latest` took all these out for it, oldest first. Where it
    /// took out only one, that is [`Evicted`](Published::Evicted).
    EvictedAll(Vec<T>),
    /// The buffer was full, and `drop_incoming` gives up the item that was to be published: this one.
    Dropped(T),
    /// It was folded into the youngest item of the buffer.
    Merged,
    /// It waits outside the buffer, in the spill.
    Spilled,
    /// The buffer was full, and `reject` takes nothing: this is the item that was to be published.
    Rejected(T),
    /// It should have been spilled, but the store takes no more or does not keep up: this is the item
    /// that was to be published.
    SpillFull(T),
    /// It should have been spilled, but the store fails
    /// ([`spill_error`](super::Publisher::spill_error) says why): this is the item that was to be
    /// published.
    SpillFailed(T),
    /// The channel is closed: this is the item that was to be published.
    Closed(T),
}

impl<T> Published<T> {
    /// Whether the channel has the item now: accepted, merged or spilled, whatever it cost others.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        match self {
            Published::Accepted
            | Published::Evicted(_)
            | Published::EvictedAll(_)
            | Published::Merged
            | Published::Spilled => true,
            Published::Dropped(_)
            | Published::Rejected(_)
            | Published::SpillFull(_)
            | Published::SpillFailed(_)
            | Published::Closed(_) => false,
        }
    }

    /// What was lost, oldest first: evicted items, or the one that was to be published.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::channel;
    ///
    /// let (publisher, _receiver) = channel::bounded(1).evict_oldest();
    /// assert_eq!(publisher.publish(1).into_lost().next(), None);
    /// assert_eq!(publisher.publish(2).into_lost().next(), Some(1));
    /// ```
    pub fn into_lost(self) -> impl Iterator<Item = T> {
        let (one, many) = match self {
            Published::Accepted | Published::Merged | Published::Spilled => (None, Vec::new()),
            Published::EvictedAll(items) => (None, items),
            Published::Evicted(item)
            | Published::Dropped(item)
            | Published::Rejected(item)
            | Published::SpillFull(item)
            | Published::SpillFailed(item)
            | Published::Closed(item) => (Some(item), Vec::new()),
        };
        one.into_iter().chain(many)
    }

    /// The lost items, each with why.
    pub(super) fn losses(&self) -> (&[T], Loss) {
        match self {
            Published::Accepted | Published::Merged | Published::Spilled => (&[], Loss::Evicted),
            Published::Evicted(item) => (std::slice::from_ref(item), Loss::Evicted),
            Published::EvictedAll(items) => (items, Loss::Evicted),
            Published::Dropped(item) => (std::slice::from_ref(item), Loss::Dropped),
            Published::Rejected(item) => (std::slice::from_ref(item), Loss::Rejected),
            Published::SpillFull(item) => (std::slice::from_ref(item), Loss::SpillFull),
            Published::SpillFailed(item) => (std::slice::from_ref(item), Loss::SpillFailed),
            Published::Closed(item) => (std::slice::from_ref(item), Loss::Closed),
        }
    }
}

/// Why a channel gave up an item, as an [`on_loss`](super::Bounded::on_loss) hook is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Loss {
    /// Taken out of the full buffer for a later one.
    Evicted,
    /// Dropped on arrival, because the buffer was full and the policy is `drop_incoming`.
    Dropped,
    /// Handed back to the publisher, because the buffer was full and the policy is `reject`.
    Rejected,
    /// Handed back to the publisher, because the spill was full.
    SpillFull,
    /// Handed back to the publisher, because the spill's store fails.
    SpillFailed,
    /// Handed back to the publisher, whose time limit passed.
    TimedOut,
    /// Handed back to the publisher, who was cancelled.
    Cancelled,
    /// Published to a closed channel and handed back, or left in one whose receiver has gone.
    Closed,
}

/// Why [`publish_within`](super::Publisher::publish_within) hands the item back.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unpublished<T> {
    /// There was no room within the limit.
    TimedOut {
        /// The item.
        item: T,
        /// The limit.
        limit: Duration,
    },
    /// The ambient context was cancelled.
    Cancelled {
        /// The item.
        item: T,
        /// Why, and where.
        cancelled: Cancelled,
    },
    /// The channel is closed.
    Closed {
        /// The item.
        item: T,
    },
}

impl<T> Unpublished<T> {
    /// The item that was not published.
    pub fn into_item(self) -> T {
        match self {
            Unpublished::TimedOut { item, .. }
            | Unpublished::Cancelled { item, .. }
            | Unpublished::Closed { item } => item,
        }
    }

    /// Why and where it was cancelled, if it was.
    #[must_use]
    pub fn cancelled(&self) -> Option<Cancelled> {
        match self {
            Unpublished::Cancelled { cancelled, .. } => Some(*cancelled),
            Unpublished::TimedOut { .. } | Unpublished::Closed { .. } => None,
        }
    }
}

impl<T> fmt::Display for Unpublished<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unpublished::TimedOut { limit, .. } => {
                write!(f, "the channel stayed full for {limit:?}")
            }
            Unpublished::Cancelled { cancelled, .. } => cancelled.fmt(f),
            Unpublished::Closed { .. } => f.write_str("the channel is closed"),
        }
    }
}

/// Without the item, so that every `Unpublished` is an error.
impl<T> fmt::Debug for Unpublished<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unpublished::TimedOut { limit, .. } => {
                f.debug_struct("TimedOut").field("limit", limit).finish_non_exhaustive()
            }
            Unpublished::Cancelled { cancelled, .. } => {
                f.debug_struct("Cancelled").field("cancelled", cancelled).finish_non_exhaustive()
            }
            Unpublished::Closed { .. } => f.debug_struct("Closed").finish_non_exhaustive(),
        }
    }
}

impl<T> std::error::Error for Unpublished<T> {}

/// Why [`try_recv`](super::Receiver::try_recv) has no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryRecvError {
    /// None waits now.
    Empty,
    /// None waits, and none will come: the channel is closed.
    Closed,
}

impl fmt::Display for TryRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryRecvError::Empty => "no item waits",
            TryRecvError::Closed => "the channel is closed and empty",
        })
    }
}

impl std::error::Error for TryRecvError {}
