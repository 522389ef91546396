//! A channel: its state under a lock, who is woken when that changes, and the worker's bell.
//!
//! A queue under a lock, and not one of the well-kept lock-free ones: evicting, merging, spilling and
//! an account that balances are each one step with the push here. kanal and crossfire accept an item
//! in less, but cannot evict; what can evict takes twice as long for it (async-channel) or has no room
//! for the rest (`ArrayQueue`), and tokio's channel is slower to accept (`benches/channel.rs`). `runtime/tests/loom_channel.rs` checks this with loom.
//!
//! Wakers are cloned, called and dropped outside the lock, items dropped as well: all of that is
//! foreign code.

use std::task::Waker;
use std::time::Duration;

use super::line::Ticket;
use super::loss::Losses;
use super::policy::Policy;
use super::published::{Loss, Published};
use super::state::{Refused, State};
use super::stats::Stats;
use super::sync::{AtomicBool, AtomicU64, AtomicUsize, Condvar, Mutex, MutexGuard, Ordering};

/// How soon the worker tries a store again that failed or was full.
const RETRY: Duration = Duration::from_millis(200);

pub(super) struct Shared<T> {
    state: Mutex<State<T>>,
    policy: Policy<T>,
    capacity: usize,
    losses: Losses<T>,
    publishers: AtomicUsize,
    /// Written under the lock: the buffer is full and the channel open. Lets an item be turned away
    /// without the lock.
    full: AtomicBool,
    /// Items turned away like that.
    turned_away: AtomicU64,
    /// Rung when the spill's worker may have something to do.
    pub(super) bell: Condvar,
}

impl<T> Shared<T> {
    /// With one publisher.
    pub(super) fn new(state: State<T>, policy: Policy<T>, losses: Losses<T>) -> Self {
        Shared {
            capacity: state.room(),
            state: Mutex::new(state),
            policy,
            losses,
            publishers: AtomicUsize::new(1),
            full: AtomicBool::new(false),
            turned_away: AtomicU64::new(0),
            bell: Condvar::new(),
        }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Tells of lost items, which are counted already, oldest first.
    #[inline]
    pub(super) fn tell<'a>(&self, items: impl IntoIterator<Item = &'a T>, why: Loss)
    where
        T: 'a,
    {
        self.losses.tell(items, why);
        self.losses.log(|| self.lost());
    }

    fn lost(&self) -> u64 {
        let stats = self.stats();
        stats.evicted + stats.dropped + stats.rejected
    }

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, State<T>> {
        if let Policy::Merge(merge) = &self.policy {
            merge.assert_outside();
        }
        // Only a merge function can panic in here, and the state is whole all the same.
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(super) fn note_full(&self, state: &State<T>) {
        self.full.store(state.is_full() && !state.closed, Ordering::Release);
    }

    #[inline]
    pub(super) fn publish(&self, item: T) -> Published<T> {
        match &self.policy {
            Policy::Reject if self.turns_away() => {
                self.tell([&item], Loss::Rejected);
                Published::Rejected(item)
            }
            Policy::DropIncoming if self.turns_away() => {
                self.tell([&item], Loss::Dropped);
                Published::Dropped(item)
            }
            _ => self.publish_locked(item),
        }
    }

    #[inline]
    fn turns_away(&self) -> bool {
        let full = self.full.load(Ordering::Acquire);
        if full {
            self.turned_away.fetch_add(1, Ordering::Relaxed);
        }
        full
    }

    /// Apart, so that the short way stays short.
    #[inline(never)]
    fn publish_locked(&self, item: T) -> Published<T> {
        let mut state = self.lock();
        let published = state.publish(item, &self.policy);
        self.note_full(&state);
        let receiver = state.receiver_to_wake();
        let waiters = match published {
            Published::EvictedAll(_) => state.waiters_to_wake(),
            _ => Vec::new(),
        };
        drop(state);
        if let Published::Spilled = published {
            self.bell.notify_one();
        }
        wake(receiver);
        wake(waiters);
        let (lost, why) = published.losses();
        if !lost.is_empty() {
            self.tell(lost, why);
        }
        published
    }

    /// Takes the item in if there is room. If there is not, the publisher is woken when there is.
    pub(super) fn offer(
        &self,
        item: T,
        ticket: &mut Option<Ticket>,
        waker: &Waker,
    ) -> Result<(), Refused<T>> {
        let item = match self.offer_once(item, ticket, None) {
            Err(Refused::Full(item)) => item,
            settled => return settled,
        };
        self.offer_once(item, ticket, Some(waker.clone()))
    }

    fn offer_once(
        &self,
        item: T,
        ticket: &mut Option<Ticket>,
        waker: Option<Waker>,
    ) -> Result<(), Refused<T>> {
        let mut state = self.lock();
        let offered = state.offer(item, *ticket);
        self.note_full(&state);
        let old = match (&offered, waker) {
            (Err(Refused::Full(_)), Some(waker)) => state.line.queue_up(ticket, waker),
            (Err(Refused::Full(_)), None) => None,
            _ => ticket.take().and_then(|ticket| state.line.step_out(ticket)),
        };
        let receiver = state.receiver_to_wake();
        let spills = state.spill.as_ref().is_some_and(|spill| spill.handed_over() > 0);
        drop(state);
        if spills {
            self.bell.notify_one();
        }
        wake(receiver);
        drop(old);
        offered
    }

    /// The publisher gives up waiting.
    pub(super) fn leave_line(&self, ticket: Ticket) {
        let mut state = self.lock();
        let own = state.line.step_out(ticket);
        let waiters = state.waiters_to_wake();
        drop(state);
        wake(waiters);
        drop(own);
    }

    /// Counts an item that is handed back to a publisher who waited, and tells of it.
    pub(super) fn hand_back(&self, item: &T, why: Loss) {
        {
            let mut state = self.lock();
            state.counts.published += 1;
            state.counts.rejected += 1;
        }
        self.tell([item], why);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Nothing can be published from here on; what waits can still be received.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        self.note_full(&state);
        let receiver = state.receiver_to_wake();
        let waiters = state.waiters_to_wake();
        drop(state);
        wake(receiver);
        wake(waiters);
    }

    pub(super) fn add_publisher(&self) {
        self.publishers.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn remove_publisher(&self) {
        if self.publishers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close();
        }
    }

    pub(super) fn stats(&self) -> Stats {
        let mut state = self.lock();
        let mut stats = state.stats();
        let turned_away = self.turned_away.load(Ordering::Relaxed);
        stats.published += turned_away;
        match &self.policy {
            Policy::DropIncoming => stats.dropped += turned_away,
            _ => stats.rejected += turned_away,
        }
        stats
    }

    /// Waits until the bell is rung; for a while only if `briefly`.
    pub(super) fn wait_for_bell<'a>(
        &self,
        state: MutexGuard<'a, State<T>>,
        briefly: bool,
    ) -> MutexGuard<'a, State<T>> {
        if briefly {
            let waited = self.bell.wait_timeout(state, RETRY);
            waited.unwrap_or_else(|poisoned| poisoned.into_inner()).0
        } else {
            self.bell.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner())
        }
    }

    /// To be called by the worker when it has changed the state, with what it has changed it to.
    pub(super) fn moved_on(&self, mut state: MutexGuard<'_, State<T>>) {
        self.note_full(&state);
        let receiver = state.receiver_to_wake();
        let waiters = state.waiters_to_wake();
        let flushing = state.spill.as_mut().map(|spill| spill.flushing());
        drop(state);
        wake(receiver);
        wake(waiters);
        wake(flushing.into_iter().flatten());
    }
}

/// The losses of the last second of a channel's life.
impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        self.losses.log_rest(|| self.lost());
    }
}

#[inline]
pub(super) fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}
