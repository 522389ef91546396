//! Making a channel: a capacity, perhaps a hook, and a policy.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use super::loss::{Hook, Losses};
use super::policy::{Merge, Policy};
use super::published::Loss;
use super::publisher::Publisher;
use super::receiver::Receiver;
use super::shared::Shared;
use super::spill::queue::SpillQueue;
use super::spill::{SpillStore, worker};
use super::state::State;

/// Begins a channel whose buffer holds at most `capacity` items. It is complete with a policy: one of
/// the methods of [`Bounded`] that give a [`Publisher`] and a [`Receiver`].
///
/// Memory is taken as the buffer fills, so a large capacity costs nothing by itself.
///
/// # Panics
///
/// If `capacity` is 0. In a constant this is an error at compile time, and a literal 0 is one in a
/// function with [`#[explicit_backpressure]`](crate::explicit_backpressure):
///
/// ```compile_fail
/// # use asyncward::channel::{self, Bounded};
/// const NONE: Bounded<u8> = channel::bounded(0);
/// # let _ = NONE;
/// ```
///
/// # Example
///
/// ```
/// use asyncward::channel;
///
/// let (publisher, receiver) = channel::bounded::<String>(1_000).reject();
/// # drop((publisher, receiver));
/// ```
#[track_caller]
pub const fn bounded<T>(capacity: usize) -> Bounded<T> {
    assert!(
        capacity > 0,
        "a channel of capacity 0 has no place for an item: write a capacity of at least 1"
    );
    Bounded { capacity, hook: None, made_at: Location::caller() }
}

/// A channel without a policy, which is not a channel yet. See [the table](super#policies).
#[must_use = "without a policy there is no channel: say what happens when it is full, as in `.reject()`"]
pub struct Bounded<T> {
    capacity: usize,
    hook: Option<Hook<T>>,
    made_at: &'static Location<'static>,
}

impl<T> Bounded<T> {
    /// Calls `hook` with every item that the channel gives up, and why: each that counts as evicted,
    /// dropped or rejected in [`Stats`](super::Stats), once, except one that a merge function has
    /// consumed when it panics.
    ///
    /// It is called by whoever causes the loss, after the fact and outside the channel's lock, so it
    /// may use the channel. A panic in it is caught; the publisher still gets its outcome.
    ///
    /// # Example
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use asyncward::channel;
    ///
    /// let bytes_lost = Arc::new(AtomicU64::new(0));
    /// let lost = Arc::clone(&bytes_lost);
    /// let (publisher, _receiver) = channel::bounded::<Vec<u8>>(1)
    ///     .on_loss(move |packet, _why| {
    ///         lost.fetch_add(packet.len() as u64, Ordering::Relaxed);
    ///     })
    ///     .drop_incoming();
    /// assert!(publisher.publish(vec![1]).is_taken());
    /// assert!(!publisher.publish(vec![2, 3]).is_taken());
    /// assert_eq!(bytes_lost.load(Ordering::Relaxed), 2);
    /// ```
    pub fn on_loss(mut self, hook: impl Fn(&T, Loss) + Send + Sync + 'static) -> Self {
        self.hook = Some(Box::new(hook));
        self
    }

    /// When full, takes nothing: [`publish`](Publisher::publish) hands the item back as
    /// [`Rejected`](super::Published::Rejected), and the publisher decides. For work that must not be
    /// lost without someone's knowing: answer "busy", or try later.
    pub fn reject(self) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::Reject)
    }

    /// When full, gives up the incoming item: what is here already goes first. For samples and
    /// metrics, where what is queued is as good as what comes.
    pub fn drop_incoming(self) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::DropIncoming)
    }

    /// When full, takes the oldest item out for the incoming one: a ring buffer. For readings that
    /// age, and logs of the last events.
    pub fn evict_oldest(self) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::EvictOldest)
    }

    /// When full, takes the youngest item out for the incoming one: what was first stays, and the last
    /// place is always fresh.
    pub fn evict_newest(self) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::EvictNewest)
    }

    /// When full, takes all out for the incoming one, which waits alone: whoever has fallen that far
    /// behind starts again with the present. At capacity 1 only ever the latest waits. For state of
    /// which only the last version counts.
    pub fn keep_latest(self) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::KeepLatest)
    }

    /// When full, folds the incoming item into the youngest that waits. For counts, sums, and sets of
    /// what has changed.
    ///
    /// `fold` runs under the channel's lock: keep it short. If it panics the incoming item counts as
    /// dropped, the other stays as `fold` has left it, and the panic is that of `publish`.
    ///
    /// # Panics
    ///
    /// A use of the channel from within `fold` panics.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::channel::{self, Published};
    ///
    /// let (publisher, mut receiver) = channel::bounded(1).merge(|sum: &mut u64, n| *sum += n);
    /// assert_eq!(publisher.publish(3), Published::Accepted);
    /// assert_eq!(publisher.publish(4), Published::Merged);
    /// assert_eq!(receiver.try_recv(), Ok(7));
    /// ```
    pub fn merge(
        self,
        fold: impl Fn(&mut T, T) + Send + Sync + 'static,
    ) -> (Publisher<T>, Receiver<T>) {
        self.with(Policy::Merge(Merge::new(Box::new(fold))))
    }

    /// When full, puts the incoming item into `store`, and from there into the buffer as that empties.
    /// Order is kept: as long as there is an item in the spill, every further one goes there.
    ///
    /// `publish` waits here no more than elsewhere: it hands the item over to a thread that the
    /// channel has for the store. If that does not keep up or the store is full, the outcome is
    /// [`SpillFull`](super::Published::SpillFull); if the store fails,
    /// [`SpillFailed`](super::Published::SpillFailed). Both hand the item back. A store that fails is
    /// tried again, and what waits for it goes past it once all in it is delivered.
    ///
    /// Items of a store on disk are delivered at least once. One is done with when the receiver comes
    /// back for the next or [is shut down](Receiver::shutdown), and the store is told of that in lots; what it was not told of when the
    /// process ended comes again, before anything else. Items that never left the buffer are in memory
    /// only.
    ///
    /// # Panics
    ///
    /// If the thread cannot be started.
    pub fn spill(self, store: impl SpillStore<T>) -> (Publisher<T>, Receiver<T>)
    where
        T: Send + 'static,
    {
        let limit = store.hand_over().max(1);
        let queue = SpillQueue::new(limit, store.len(), store.is_persistent());
        let shared = self.shared(Policy::Spill, Some(queue));
        worker::start(Arc::clone(&shared), store);
        (Publisher::new(Arc::clone(&shared)), Receiver::new(shared))
    }

    fn with(self, policy: Policy<T>) -> (Publisher<T>, Receiver<T>) {
        let shared = self.shared(policy, None);
        (Publisher::new(Arc::clone(&shared)), Receiver::new(shared))
    }

    fn shared(self, policy: Policy<T>, spill: Option<SpillQueue<T>>) -> Arc<Shared<T>> {
        let losses = Losses::new(self.hook, policy.name(), self.made_at);
        Arc::new(Shared::new(State::new(self.capacity, spill), policy, losses))
    }
}

impl<T> fmt::Debug for Bounded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bounded").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}
