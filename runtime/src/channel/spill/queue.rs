//! The part of the spill that stands under the channel's lock: what is handed over and not stored
//! yet, and how much the store has.
//!
//! Items go `hand_over` -> store -> buffer, in order. While any item is on that way, every item that
//! is published takes it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use super::SpillError;

/// So many reads have to fail in a row for a closed channel to end with items in its store.
const GIVE_UP: u32 = 5;

pub(crate) struct SpillQueue<T> {
    /// Waits for the worker, oldest first.
    hand_over: VecDeque<T>,
    /// Taken from `hand_over` by the worker, and not stored yet.
    in_transit: usize,
    limit: usize,
    /// In the store, and not read into the buffer yet.
    stored: u64,
    /// Positions of the items of the buffer that the store still has.
    from_store: VecDeque<u64>,
    /// Delivered, but the receiver has not come back for more: perhaps it is still at work on them.
    in_hand: usize,
    /// Done with, and the store does not know.
    acknowledged: usize,
    persistent: bool,
    /// The store takes no more until some leave it.
    full: bool,
    append_fault: Option<Arc<SpillError>>,
    read_fault: Option<Arc<SpillError>>,
    /// Reads that failed in a row.
    read_failures: u32,
    /// The log knows that the store fails.
    told: bool,
    /// The worker has let go of the store.
    ended: bool,
    /// Wait for the worker to get on.
    flushing: Vec<Waker>,
}

/// Where an item goes.
pub(crate) enum Entry<T> {
    Buffer(T),
    Spilled,
    Full(T),
    Failed(T),
}

/// What the worker is to do next.
pub(crate) struct Job<T> {
    /// To be appended to the store.
    pub(crate) batch: VecDeque<T>,
    /// This many of the items read first are done with.
    pub(crate) acknowledged: usize,
    /// This many are to be read.
    pub(crate) wanted: usize,
}

impl<T> SpillQueue<T> {
    pub(crate) fn new(limit: usize, stored: u64, persistent: bool) -> Self {
        SpillQueue {
            hand_over: VecDeque::new(),
            in_transit: 0,
            limit,
            stored,
            from_store: VecDeque::new(),
            in_hand: 0,
            acknowledged: 0,
            persistent,
            full: false,
            append_fault: None,
            read_fault: None,
            read_failures: 0,
            told: false,
            ended: false,
            flushing: Vec::new(),
        }
    }

    pub(crate) fn spilled(&self) -> u64 {
        self.handed_over() + self.stored
    }

    pub(crate) fn handed_over(&self) -> u64 {
        (self.hand_over.len() + self.in_transit) as u64
    }

    /// How many items it could be handed.
    pub(crate) fn room(&self) -> usize {
        if self.fails() {
            return 0;
        }
        self.limit.saturating_sub(self.hand_over.len() + self.in_transit)
    }

    pub(crate) fn fault(&self) -> Option<Arc<SpillError>> {
        self.append_fault.clone().or_else(|| self.read_fault.clone())
    }

    fn fails(&self) -> bool {
        self.append_fault.is_some() || self.read_fault.is_some()
    }

    /// Whether the log is to be told that the store fails: of the first failure in a row.
    pub(crate) fn is_news(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    pub(crate) fn is_persistent(&self) -> bool {
        self.persistent
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Where `item` goes when the buffer is full, or is not.
    pub(crate) fn enter(&mut self, item: T, buffer_is_full: bool) -> Entry<T> {
        if self.spilled() == 0 && !buffer_is_full {
            Entry::Buffer(item)
        } else if self.fails() {
            Entry::Failed(item)
        } else if self.room() == 0 {
            Entry::Full(item)
        } else {
            self.hand_over.push_back(item);
            Entry::Spilled
        }
    }

    /// The item at `position` of the buffer is delivered.
    pub(crate) fn leaves(&mut self, position: u64) {
        if self.from_store.front() == Some(&position) {
            self.from_store.pop_front();
            self.in_hand += 1;
        }
    }

    /// The receiver has come back: what it was given before is done with.
    pub(crate) fn acknowledge(&mut self) {
        self.acknowledged += std::mem::take(&mut self.in_hand);
    }

    /// Whether nothing comes out of the spill any more, or not for some time to come.
    pub(crate) fn has_no_more(&self) -> bool {
        self.spilled() == 0 || self.read_failures >= GIVE_UP || self.ended
    }

    /// Whether the worker has something to do, with `room` in a buffer of `capacity`. It refills
    /// when half is empty or the receiver waits for more than there is, and tells the store of what
    /// is done with in lots of that size.
    pub(crate) fn is_work_due(&self, room: usize, capacity: usize, wants_more: bool) -> bool {
        let enough = if wants_more { 1 } else { capacity.div_ceil(2) };
        let half = capacity.div_ceil(2);
        let all_done = self.spilled() == 0 && self.from_store.is_empty();
        let blocked = self.full || self.fails();
        let done_with = self.acknowledged > 0 && (self.acknowledged >= half || all_done);
        (!blocked && !self.hand_over.is_empty())
            || (self.read_fault.is_none() && self.stored > 0 && room >= enough)
            || self.passes_by(room)
            || done_with
    }

    /// Whether there is something to read and a point in trying.
    pub(crate) fn has_stored(&self) -> bool {
        self.stored > 0
    }

    /// Whether the worker looks again after a while though nothing happens.
    pub(crate) fn is_blocked(&self) -> bool {
        (self.full && !self.hand_over.is_empty()) || self.fails()
    }

    /// When the store takes nothing and has nothing to be delivered first, what waits for it can go
    /// straight into the buffer.
    fn passes_by(&self, room: usize) -> bool {
        (self.fails() || self.full) && self.stored == 0 && room > 0 && !self.hand_over.is_empty()
    }

    /// The items that go past a store that fails or is full.
    pub(crate) fn pass_by(&mut self, room: usize) -> VecDeque<T> {
        if !self.passes_by(room) {
            return VecDeque::new();
        }
        let rest = self.hand_over.split_off(room.min(self.hand_over.len()));
        std::mem::replace(&mut self.hand_over, rest)
    }

    pub(crate) fn begin(&mut self, room: usize) -> Job<T> {
        let batch = std::mem::take(&mut self.hand_over);
        self.in_transit = batch.len();
        Job { batch, acknowledged: std::mem::take(&mut self.acknowledged), wanted: room }
    }

    /// The store has taken all but `rest` of the batch.
    pub(crate) fn stored(&mut self, rest: VecDeque<T>, result: Result<(), SpillError>) {
        let taken = self.in_transit - rest.len();
        if taken > 0 {
            self.told = false;
        }
        self.stored += taken as u64;
        self.in_transit = 0;
        for item in rest.into_iter().rev() {
            self.hand_over.push_front(item);
        }
        self.full = matches!(result, Err(SpillError::Full));
        // Without anything to append it says little that it could, but the next item has to try.
        self.append_fault = match result {
            Ok(()) | Err(SpillError::Full) => None,
            Err(error) => Some(Arc::new(error)),
        };
    }

    /// The store could not be read.
    pub(crate) fn is_unreadable(&mut self, error: SpillError) {
        self.read_failures += 1;
        self.read_fault = Some(Arc::new(error));
    }

    /// The store could be read.
    pub(crate) fn is_readable(&mut self) {
        self.read_failures = 0;
        self.read_fault = None;
    }

    /// An item that was read goes into the buffer, at `position`.
    pub(crate) fn delivers(&mut self, position: u64) {
        self.full = false;
        self.stored = self.stored.saturating_sub(1);
        if self.persistent {
            self.from_store.push_back(position);
        }
    }

    /// The receiver goes, and the buffer with it: how many of its items the store still has.
    pub(crate) fn keeps(&mut self) -> u64 {
        let kept = self.from_store.len() as u64;
        self.from_store.clear();
        self.stored += kept;
        kept
    }

    /// Whether the item at `position` of the buffer is still in the store.
    pub(crate) fn has(&self, position: u64) -> bool {
        self.from_store.binary_search(&position).is_ok()
    }

    /// Gives what the store did not take in the end, and how many it has that are lost with it.
    pub(crate) fn empty(&mut self) -> (VecDeque<T>, u64) {
        let forgotten = if self.persistent { 0 } else { std::mem::take(&mut self.stored) };
        (std::mem::take(&mut self.hand_over), forgotten)
    }

    /// The store is gone.
    pub(crate) fn end(&mut self) {
        self.ended = true;
    }

    pub(crate) fn flush_later(&mut self, waker: Waker) {
        if !self.flushing.iter().any(|other| other.will_wake(&waker)) {
            self.flushing.push(waker);
        }
    }

    pub(crate) fn flushing(&mut self) -> Vec<Waker> {
        std::mem::take(&mut self.flushing)
    }
}
