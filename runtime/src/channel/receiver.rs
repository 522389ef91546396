//! The receiving end.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::published::TryRecvError;
use super::receive::Popped;
use super::shared::Shared;
use super::spill::SpillError;
use super::stats::Stats;

/// The receiving end of a channel: there is one. When it is dropped the channel is closed, and what
/// waits in it is dropped, oldest first; what a store on disk has stays there.
///
/// With the feature `stream` it is a `Stream`.
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
}

impl<T> Receiver<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Receiver { shared }
    }

    /// Waits for the next item. None once the channel is closed and all that waited was received.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe: an item leaves the channel only when this is ready.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::channel;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let (publisher, mut receiver) = channel::bounded(8).reject();
    /// assert!(publisher.publish(1).is_taken());
    /// drop(publisher);
    /// assert_eq!(receiver.recv().await, Some(1));
    /// assert_eq!(receiver.recv().await, None);
    /// # }
    /// ```
    pub async fn recv(&mut self) -> Option<T> {
        poll_fn(|cx| self.poll_recv(cx)).await
    }

    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        // As all of tokio's: a loop over items that are there gives other tasks their turn.
        let budget = ready!(tokio::task::coop::poll_proceed(cx));
        let polled = self.shared.poll_pop(cx);
        if polled.is_ready() {
            budget.made_progress();
        }
        polled
    }

    /// The next item, if one waits.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`] if none waits in the buffer now (one in the spill may be on its way),
    /// [`TryRecvError::Closed`] if none will.
    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.shared.pop() {
            Popped::Item(item) => Ok(item),
            Popped::Nothing => Err(TryRecvError::Empty),
            Popped::Finished => Err(TryRecvError::Closed),
        }
    }

    /// Waits for items and takes up to `max` of them: as soon as `max` wait, or the buffer is full,
    /// or `linger` has passed since this saw the first. Never empty; none once the channel is closed
    /// and all that waited was received.
    ///
    /// While it lingers it is woken once, when the batch is complete, and not for each item.
    ///
    /// # Panics
    ///
    /// If `max` is 0; or if it has to linger outside a tokio runtime with its time driver enabled.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe: items leave the channel only when this is ready.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use asyncward::channel;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let (publisher, mut receiver) = channel::bounded(8).reject();
    /// for n in 0..5 {
    ///     assert!(publisher.publish(n).is_taken());
    /// }
    /// let linger = Duration::from_millis(10);
    /// assert_eq!(receiver.recv_batch(3, linger).await.unwrap(), [0, 1, 2]);
    /// assert_eq!(receiver.recv_batch(3, linger).await.unwrap(), [3, 4]);
    /// # }
    /// ```
    #[track_caller]
    pub fn recv_batch(
        &mut self,
        max: usize,
        linger: Duration,
    ) -> impl Future<Output = Option<Vec<T>>> {
        assert!(max > 0, "`recv_batch` of at most 0 items would never give one");
        async move {
            let shared = &*self.shared;
            let complete = max.min(shared.capacity());
            loop {
                poll_fn(|cx| {
                    let budget = ready!(tokio::task::coop::poll_proceed(cx));
                    ready!(shared.poll_depth(1, cx));
                    budget.made_progress();
                    Poll::Ready(())
                })
                .await;
                if !linger.is_zero() && !poll_once(|cx| shared.poll_depth(complete, cx)).await {
                    let mut over = pin!(tokio::time::sleep(linger));
                    poll_fn(|cx| match shared.poll_depth(complete, cx) {
                        Poll::Pending => over.as_mut().poll(cx),
                        Poll::Ready(()) => Poll::Ready(()),
                    })
                    .await;
                }
                let items = shared.pop_many(max);
                if !items.is_empty() {
                    return Some(items);
                }
                if shared.lock().is_finished() {
                    return None;
                }
            }
        }
    }

    /// Takes all that waits in the buffer now, oldest first, and waits for nothing.
    ///
    /// To end in order, [`close`](Receiver::close) the channel and receive until there is no more:
    /// that gets what is in the spill as well.
    pub fn drain(&mut self) -> Vec<T> {
        self.shared.pop_many(usize::MAX)
    }

    /// Closes the channel: nothing can be published any more. What waits can still be received.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::channel::{self, Published};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let (publisher, mut receiver) = channel::bounded(8).reject();
    /// assert!(publisher.publish(1).is_taken());
    /// receiver.close();
    /// assert_eq!(publisher.publish(2), Published::Closed(2));
    /// while let Some(item) = receiver.recv().await {
    ///     assert_eq!(item, 1);
    /// }
    /// # }
    /// ```
    pub fn close(&mut self) {
        self.shared.close();
    }

    /// Whether the channel is closed, from whichever end.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.is_closed()
    }

    /// Drops the receiver, and waits until the spill's store has been given all that was handed over,
    /// knows of all that was received, and is closed. At once where nothing is spilled.
    ///
    /// Without this the item received last comes again from a store on disk, unless `recv` has been
    /// called after it: a receiver may be dropped in the middle of its work.
    ///
    /// # Cancel safety
    ///
    /// The receiver is dropped in any case, and its store closed somewhat later.
    pub async fn shutdown(self) {
        let shared = Arc::clone(&self.shared);
        shared.acknowledge();
        drop(self);
        poll_fn(|cx| {
            let waker = cx.waker().clone();
            match &mut shared.lock().spill {
                Some(spill) if !spill.has_ended() => {
                    spill.flush_later(waker);
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
        .await;
    }

    /// The account of the channel.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Why the spill fails at present, if it does. A channel that is closed and whose store cannot
    /// be read, five times in a row, ends: [`recv`](Receiver::recv) gives none, this says why, and a store on disk keeps
    /// what it has.
    #[must_use]
    pub fn spill_error(&self) -> Option<Arc<SpillError>> {
        self.shared.lock().spill.as_ref().and_then(|spill| spill.fault())
    }
}

/// Whether `poll` is ready now; it is told how to wake the task either way.
async fn poll_once(mut poll: impl FnMut(&mut Context<'_>) -> Poll<()>) -> bool {
    poll_fn(|cx| Poll::Ready(poll(cx).is_ready())).await
}

#[cfg(feature = "stream")]
impl<T> futures_core::Stream for Receiver<T> {
    type Item = T;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.poll_recv(cx)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.shared.receiver_goes();
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
