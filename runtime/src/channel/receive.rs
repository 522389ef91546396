//! The receiver's side: taking items, waiting for them, and what becomes of the rest when it goes.

use std::task::{Context, Poll};

use super::published::Loss;
use super::shared::{Shared, wake};
use super::state::State;

impl<T> Shared<T> {
    /// Does `take` to the state on behalf of the receiver, and wakes who waits for the room.
    fn receive<R>(&self, take: impl FnOnce(&mut State<T>) -> R) -> R {
        let mut state = self.lock();
        if let Some(spill) = &mut state.spill {
            spill.acknowledge();
        }
        let taken = take(&mut state);
        self.note_full(&state);
        let waiters = state.waiters_to_wake();
        let due = state.is_work_due();
        drop(state);
        if due {
            self.bell.notify_one();
        }
        wake(waiters);
        taken
    }

    /// The receiver is done with all it was given.
    pub(super) fn acknowledge(&self) {
        self.receive(|_| ());
    }

    pub(super) fn pop(&self) -> Popped<T> {
        self.receive(|state| match state.pop() {
            Some(item) => Popped::Item(item),
            None if state.is_finished() => Popped::Finished,
            None => Popped::Nothing,
        })
    }

    pub(super) fn pop_many(&self, count: usize) -> Vec<T> {
        self.receive(|state| state.pop_many(count))
    }

    /// Waits for an item; none once the channel is closed and empty.
    pub(super) fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_receive(1, cx, |state| match state.pop() {
            Some(item) => Poll::Ready(Some(item)),
            None if state.is_finished() => Poll::Ready(None),
            None => Poll::Pending,
        })
    }

    /// Waits until `depth` items are there, or no more will come.
    pub(super) fn poll_depth(&self, depth: usize, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_receive(depth, cx, |state| {
            let spills = state.spill.as_ref().is_some_and(|spill| !spill.has_no_more());
            let settled = state.closed && !spills;
            if state.queue.len() >= depth || settled { Poll::Ready(()) } else { Poll::Pending }
        })
    }

    fn poll_receive<R>(
        &self,
        depth: usize,
        cx: &mut Context<'_>,
        mut take: impl FnMut(&mut State<T>) -> Poll<R>,
    ) -> Poll<R> {
        let mut parked = false;
        let polled = self.receive(|state| {
            let polled = take(state);
            parked = polled.is_pending() && state.is_parked(depth, cx.waker());
            polled
        });
        if parked || polled.is_ready() {
            return polled;
        }
        let mut waker = Some(cx.waker().clone());
        let mut old = None;
        let polled = self.receive(|state| {
            let polled = take(state);
            if let (Poll::Pending, Some(waker)) = (&polled, waker.take()) {
                old = state.park(depth, waker);
            }
            polled
        });
        drop(old);
        polled
    }

    /// Closes the channel, and drops what waits in the buffer, oldest first.
    pub(super) fn receiver_goes(&self) {
        self.close();
        let mut state = self.lock();
        state.receiver_gone = true;
        let parked = state.take_parked();
        let head = state.ages.head();
        let left = std::mem::take(&mut state.queue);
        state.ages.left(left.len() as u64);
        // What a store on disk still has is not lost.
        let kept: Vec<bool> = match &state.spill {
            Some(spill) => (head..).take(left.len()).map(|position| spill.has(position)).collect(),
            None => Vec::new(),
        };
        // What the receiver has in hand is not acknowledged: it may go in the middle of the work.
        let keeps = state.spill.as_mut().map_or(0, |spill| spill.keeps());
        state.counts.dropped += left.len() as u64 - keeps;
        self.note_full(&state);
        drop(state);
        let _dropped = BufferDropped(self);
        let is_lost = |at: usize| !kept.get(at).copied().unwrap_or(false);
        let lost = left.iter().enumerate().filter(|(at, _)| is_lost(*at)).map(|(_, item)| item);
        self.tell(lost, Loss::Closed);
        drop(parked);
        drop(left);
    }

    /// For the worker, whose items are younger than those of the buffer, to drop them in order.
    pub(super) fn wait_until_buffer_dropped(&self) {
        let mut state = self.lock();
        while !state.buffer_dropped {
            state = self.wait_for_bell(state, false);
        }
    }
}

/// Says so, also when the destructor of an item panics.
struct BufferDropped<'a, T>(&'a Shared<T>);

impl<T> Drop for BufferDropped<'_, T> {
    fn drop(&mut self) {
        self.0.lock().buffer_dropped = true;
        self.0.bell.notify_one();
    }
}

/// What the receiver finds without waiting.
pub(super) enum Popped<T> {
    Item(T),
    Nothing,
    Finished,
}
