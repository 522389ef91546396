//! The account of a channel, and how long its oldest item has been waiting.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The account of a channel at one moment, as [`Publisher::stats`](super::Publisher::stats) and
/// [`Receiver::stats`](super::Receiver::stats) give it.
///
/// It always balances. Every item that a publisher called a publish form for, and whose outcome it
/// has, is in exactly one place:
///
/// `published + restored = delivered + depth + evicted + dropped + rejected + merged + spilled`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Items offered by `publish`, and by `publish_within` calls that have ended (a call whose future
    /// was dropped published nothing).
    pub published: u64,
    /// Of these, items that entered the buffer straight away.
    pub accepted: u64,
    /// Items that the receiver was given.
    pub delivered: u64,
    /// Items taken out of the full buffer for a later one.
    pub evicted: u64,
    /// Items dropped on arrival by `drop_incoming`; lost in a merge function that panicked; or left
    /// in the channel when its receiver went.
    pub dropped: u64,
    /// Items handed back to their publisher: by `reject`, by a spill that is full or fails, by a
    /// closed channel, or by `publish_within` at its limit or on cancel.
    pub rejected: u64,
    /// Items folded into one that waited.
    pub merged: u64,
    /// Items that wait in the spill now.
    pub spilled: u64,
    /// Of these, items that the store does not have yet. At 0 a store on disk has them all.
    pub handed_over: u64,
    /// Items that the spill's store held when the channel was made, from an earlier process.
    pub restored: u64,
    /// Items that wait in the buffer now.
    pub depth: usize,
    /// The most items the buffer holds.
    pub capacity: usize,
    /// The greatest depth so far.
    pub high_water: usize,
    /// For how long the oldest item of the buffer has been there; none when it is empty. A merged item
    /// is as old as its first part.
    ///
    /// In a burst of more than 32 items the clock is not read for each: from there on up to four that
    /// come while nothing is received share one time, that of the first.
    pub oldest_age: Option<Duration>,
}

impl Stats {
    /// Whether every item is accounted for. It is; this is for tests and for the doubtful.
    #[must_use]
    pub fn balances(&self) -> bool {
        let left = self.delivered + self.evicted + self.dropped + self.rejected + self.merged;
        self.published + self.restored == left + self.depth as u64 + self.spilled
    }
}

/// The counters under the lock. What comes in is counted apart from what goes out.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) published: u64,
    pub(super) accepted: u64,
    pub(super) delivered: u64,
    pub(super) evicted: u64,
    pub(super) dropped: u64,
    pub(super) rejected: u64,
    pub(super) merged: u64,
    pub(super) restored: u64,
    pub(super) high_water: usize,
}

/// A clock reading costs as much as all the rest of a publish, so in a long burst only every fourth
/// item gets one. Items are known by their position: how many had entered the buffer before.
#[derive(Default)]
pub(super) struct Ages {
    /// Position of the oldest item, and of the next to come.
    head: u64,
    tail: u64,
    /// Rising positions; the first is that of the oldest item or the last one before it.
    marks: VecDeque<(u64, Instant)>,
    /// The next item to be timed, unless one enters the empty buffer before.
    next: u64,
    last: Option<Instant>,
    /// How many in a row were timed in quick succession.
    quick: u32,
}

const MOST: u64 = 4;
/// A burst is long from so many items on.
const LONG: u32 = 32;
/// Those timed one after the other in a burst came within this.
const QUICK: Duration = Duration::from_millis(1);

impl Ages {
    #[inline]
    pub(super) fn entered(&mut self) {
        if self.head == self.tail || self.tail >= self.next {
            self.mark();
        }
        self.tail += 1;
    }

    /// The oldest `count` items are gone.
    #[inline]
    pub(super) fn left(&mut self, count: u64) {
        self.head += count;
        while self.marks.get(1).is_some_and(|(position, _)| *position <= self.head) {
            self.marks.pop_front();
        }
    }

    /// The youngest item is gone, for one that is entered now.
    pub(super) fn replaced(&mut self) {
        self.tail -= 1;
        self.mark();
        self.tail += 1;
    }

    /// The position of the oldest item.
    pub(super) fn head(&self) -> u64 {
        self.head
    }

    /// The position of the item that is entered next.
    pub(super) fn tail(&self) -> u64 {
        self.tail
    }

    /// Times the next item to come.
    #[cold]
    fn mark(&mut self) {
        let now = Instant::now();
        let quick = self.last.replace(now).is_some_and(|last| now - last < QUICK);
        self.quick = if quick { self.quick.saturating_add(1) } else { 0 };
        self.next = self.tail + if self.quick < LONG { 1 } else { MOST };
        if self.head == self.tail {
            self.marks.clear();
        }
        while self.marks.back().is_some_and(|(position, _)| *position >= self.tail) {
            self.marks.pop_back();
        }
        self.marks.push_back((self.tail, now));
    }

    pub(super) fn oldest(&self) -> Option<Duration> {
        let (_, entered) = self.marks.front().filter(|_| self.head < self.tail)?;
        Some(entered.elapsed())
    }

    /// Times the next item for sure: whoever looks again wants to see the difference, and after a
    /// receive nobody knows for how long no item came.
    pub(super) fn watched(&mut self) {
        self.next = self.tail;
    }
}
