//! What stands under the lock of a channel, and its transitions. No code of the user's runs in here
//! but the merge function, and nothing is woken: who is to be woken comes back to the caller.

use std::collections::VecDeque;
use std::task::Waker;

use super::line::{Line, Ticket};
use super::policy::Policy;
use super::published::Published;
use super::spill::queue::{Entry, SpillQueue};
use super::stats::{Ages, Counts, Stats};

pub(super) struct State<T> {
    pub(super) queue: VecDeque<T>,
    capacity: usize,
    pub(super) counts: Counts,
    pub(super) ages: Ages,
    /// Nothing can be published any more.
    pub(super) closed: bool,
    pub(super) receiver_gone: bool,
    /// What the receiver left in the buffer is dropped.
    pub(super) buffer_dropped: bool,
    /// The receiver sleeps, and is to be woken at this depth.
    receiver: Option<(usize, Waker)>,
    /// The publishers that wait for room.
    pub(super) line: Line,
    pub(super) spill: Option<Box<SpillQueue<T>>>,
}

/// Why an item could not be taken in now.
pub(super) enum Refused<T> {
    Full(T),
    Closed(T),
}

impl<T> State<T> {
    pub(super) fn new(capacity: usize, spill: Option<SpillQueue<T>>) -> Self {
        let restored = spill.as_ref().map_or(0, SpillQueue::spilled);
        State {
            queue: VecDeque::with_capacity(capacity.min(64)),
            capacity,
            counts: Counts { restored, ..Counts::default() },
            ages: Ages::default(),
            closed: false,
            receiver_gone: false,
            buffer_dropped: false,
            receiver: None,
            line: Line::default(),
            spill: spill.map(Box::new),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.queue.len() >= self.capacity
    }

    pub(super) fn room(&self) -> usize {
        self.capacity.saturating_sub(self.queue.len())
    }

    /// Takes the item in, or does what the policy says.
    #[inline]
    pub(super) fn publish(&mut self, item: T, policy: &Policy<T>) -> Published<T> {
        self.counts.published += 1;
        if self.closed {
            self.counts.rejected += 1;
            return Published::Closed(item);
        }
        if self.spill.is_some() {
            return self.publish_or_spill(item);
        }
        if !self.is_full() {
            self.accept(item);
            return Published::Accepted;
        }
        match policy {
            Policy::EvictOldest => {
                let oldest = self.queue.pop_front();
                self.ages.left(1);
                self.accept(item);
                self.evicted(oldest)
            }
            Policy::DropIncoming => {
                self.counts.dropped += 1;
                Published::Dropped(item)
            }
            Policy::EvictNewest => {
                let newest = self.queue.pop_back();
                self.ages.replaced();
                self.counts.accepted += 1;
                self.queue.push_back(item);
                self.evicted(newest)
            }
            Policy::KeepLatest => {
                let all: Vec<T> = self.queue.drain(..).collect();
                self.ages.left(all.len() as u64);
                self.accept(item);
                self.evicted_all(all)
            }
            Policy::Merge(merge) => match self.queue.back_mut() {
                Some(youngest) => {
                    let mut merging = Merging { counts: &mut self.counts, merged: false };
                    merge.fold(youngest, item);
                    merging.merged = true;
                    Published::Merged
                }
                None => self.rejected(item),
            },
            Policy::Reject | Policy::Spill => self.rejected(item),
        }
    }

    fn rejected(&mut self, item: T) -> Published<T> {
        self.counts.rejected += 1;
        Published::Rejected(item)
    }

    #[inline]
    fn evicted(&mut self, item: Option<T>) -> Published<T> {
        match item {
            Some(item) => {
                self.counts.evicted += 1;
                Published::Evicted(item)
            }
            None => Published::Accepted,
        }
    }

    fn evicted_all(&mut self, mut items: Vec<T>) -> Published<T> {
        if items.len() < 2 {
            return self.evicted(items.pop());
        }
        self.counts.evicted += items.len() as u64;
        Published::EvictedAll(items)
    }

    fn publish_or_spill(&mut self, item: T) -> Published<T> {
        let full = self.is_full();
        let entry = match &mut self.spill {
            Some(spill) => spill.enter(item, full),
            None => Entry::Buffer(item),
        };
        match entry {
            Entry::Buffer(item) => {
                self.accept(item);
                Published::Accepted
            }
            Entry::Spilled => Published::Spilled,
            Entry::Full(item) => {
                self.counts.rejected += 1;
                Published::SpillFull(item)
            }
            Entry::Failed(item) => {
                self.counts.rejected += 1;
                Published::SpillFailed(item)
            }
        }
    }

    /// Takes the item in if there is room, buffer or spill, for who has this place in the line, and
    /// else leaves everything as it is.
    pub(super) fn offer(&mut self, item: T, ticket: Option<Ticket>) -> Result<(), Refused<T>> {
        if self.closed {
            return Err(Refused::Closed(item));
        }
        if self.room_in_all() <= self.line.ahead_of(ticket) {
            return Err(Refused::Full(item));
        }
        let full = self.is_full();
        let entry = match &mut self.spill {
            Some(spill) => spill.enter(item, full),
            None if full => Entry::Full(item),
            None => Entry::Buffer(item),
        };
        match entry {
            Entry::Buffer(item) => self.accept(item),
            Entry::Spilled => {}
            Entry::Full(item) | Entry::Failed(item) => return Err(Refused::Full(item)),
        }
        self.counts.published += 1;
        Ok(())
    }

    #[inline]
    fn accept(&mut self, item: T) {
        self.counts.accepted += 1;
        self.push(item);
    }

    /// Puts an item into the buffer.
    #[inline]
    pub(super) fn push(&mut self, item: T) {
        self.ages.entered();
        self.queue.push_back(item);
        self.counts.high_water = self.counts.high_water.max(self.queue.len());
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<T> {
        let item = self.queue.pop_front()?;
        self.counts.delivered += 1;
        if let Some(spill) = &mut self.spill {
            spill.leaves(self.ages.head());
        }
        self.ages.left(1);
        self.ages.watched();
        Some(item)
    }

    /// The oldest `count` items, or as many as there are.
    pub(super) fn pop_many(&mut self, count: usize) -> Vec<T> {
        let count = count.min(self.queue.len());
        let items: Vec<T> = self.queue.drain(..count).collect();
        self.counts.delivered += count as u64;
        if let Some(spill) = &mut self.spill {
            (0..count as u64).for_each(|n| spill.leaves(self.ages.head() + n));
        }
        self.ages.left(count as u64);
        self.ages.watched();
        items
    }

    /// Whether the receiver has had everything there will ever be.
    pub(super) fn is_finished(&self) -> bool {
        self.closed
            && self.queue.is_empty()
            && self.spill.as_ref().is_none_or(|spill| spill.has_no_more())
    }

    /// Has the receiver woken when `depth` items wait or the channel is closed. Gives the waker that
    /// was there, to be dropped outside the lock.
    pub(super) fn park(&mut self, depth: usize, waker: Waker) -> Option<(usize, Waker)> {
        self.receiver.replace((depth, waker))
    }

    /// The receiver goes: its waker, to be dropped outside the lock.
    pub(super) fn take_parked(&mut self) -> Option<(usize, Waker)> {
        self.receiver.take()
    }

    /// Whether that is arranged already.
    pub(super) fn is_parked(&mut self, depth: usize, waker: &Waker) -> bool {
        match &mut self.receiver {
            Some((at, parked)) if parked.will_wake(waker) => {
                *at = depth;
                true
            }
            _ => false,
        }
    }

    /// The receiver, if it sleeps and what it waits for is there.
    #[inline]
    pub(super) fn receiver_to_wake(&mut self) -> Option<Waker> {
        let (depth, _) = self.receiver.as_ref()?;
        let due = self.queue.len() >= *depth || self.closed || self.is_finished();
        if due { self.receiver.take().map(|(_, waker)| waker) } else { None }
    }

    /// How many items could be taken in now, buffer or spill.
    fn room_in_all(&self) -> usize {
        match &self.spill {
            None => self.room(),
            Some(spill) => {
                let buffer = if spill.spilled() == 0 { self.room() } else { 0 };
                buffer.saturating_add(spill.room())
            }
        }
    }

    /// The publishers in the line who are to know that there is room, or that the channel is closed.
    #[inline]
    pub(super) fn waiters_to_wake(&mut self) -> Vec<Waker> {
        if self.line.is_empty() {
            return Vec::new();
        }
        let room = if self.closed { usize::MAX } else { self.room_in_all() };
        self.line.wakers(room)
    }

    /// Whether the spill's worker has something to do.
    pub(super) fn is_work_due(&self) -> bool {
        let Some(spill) = &self.spill else { return false };
        let wants_more = self.receiver.as_ref().is_some_and(|(depth, _)| *depth > self.queue.len());
        spill.is_work_due(self.room(), self.capacity, wants_more)
    }

    pub(super) fn stats(&mut self) -> Stats {
        self.ages.watched();
        let counts = &self.counts;
        Stats {
            published: counts.published,
            accepted: counts.accepted,
            delivered: counts.delivered,
            evicted: counts.evicted,
            dropped: counts.dropped,
            rejected: counts.rejected,
            merged: counts.merged,
            spilled: self.spill.as_ref().map_or(0, |spill| spill.spilled()),
            handed_over: self.spill.as_ref().map_or(0, |spill| spill.handed_over()),
            restored: counts.restored,
            depth: self.queue.len(),
            capacity: self.capacity,
            high_water: counts.high_water,
            oldest_age: self.ages.oldest(),
        }
    }
}

/// Counts the incoming item also when the merge function panics, which loses it.
struct Merging<'a> {
    counts: &'a mut Counts,
    merged: bool,
}

impl Drop for Merging<'_> {
    fn drop(&mut self) {
        if self.merged {
            self.counts.merged += 1;
        } else {
            self.counts.dropped += 1;
        }
    }
}
