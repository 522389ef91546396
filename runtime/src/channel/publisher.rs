//! The publishing end.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::published::Published;
use super::shared::Shared;
use super::spill::SpillError;
use super::stats::Stats;
use super::within::PublishWithin;
use crate::Site;

/// The publishing end of a channel; clone it for more publishers. The channel is closed when the
/// last one is dropped.
pub struct Publisher<T> {
    shared: Arc<Shared<T>>,
}

impl<T> Publisher<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Publisher { shared }
    }

    pub(super) fn shared(&self) -> &Shared<T> {
        &self.shared
    }

    /// Publishes an item at once: never waits, never blocks on anyone's work. When the buffer is
    /// full the channel's policy decides, and [`Published`] says what became of this item and hands
    /// back what was lost.
    ///
    /// # Panics
    ///
    /// If a merge function panics, or is what calls this.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::channel::{self, Published};
    ///
    /// let (publisher, mut receiver) = channel::bounded(2).evict_oldest();
    /// assert_eq!(publisher.publish("a"), Published::Accepted);
    /// assert_eq!(publisher.publish("b"), Published::Accepted);
    /// assert_eq!(publisher.publish("c"), Published::Evicted("a"));
    /// assert_eq!(receiver.drain(), ["b", "c"]);
    /// ```
    #[inline]
    pub fn publish(&self, item: T) -> Published<T> {
        self.shared.publish(item)
    }

    /// Publishes an item when there is room, and waits for that no longer than `limit`, from the
    /// first poll that finds none. The policy plays no part in it: nothing is evicted, dropped or
    /// merged for the item, except that it is spilled where the channel spills. Those that wait stand
    /// in line, and one that comes later does not take the room of one in front of it; only
    /// [`publish`](Self::publish) may.
    ///
    /// The wait sees the ambient context: when that is cancelled the item comes back, also where
    /// `#[cancellable]` does not stand. Awaited in a `#[cancellable]` function it is a checkpoint of
    /// that, with the difference that the function is not made to return: it gets the item.
    ///
    /// # Errors
    ///
    /// [`Unpublished`](super::Unpublished), with the item: there was no room within the limit, the
    /// context is cancelled, or the channel is closed.
    ///
    /// # Panics
    ///
    /// If it has to wait outside a tokio runtime with its time driver enabled.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before it is ready the item is not published, and dropped with it.
    /// So give it a `limit`, and no `timeout` or `select!` around.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use asyncward::channel;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let (publisher, _receiver) = channel::bounded(1).reject();
    /// let limit = Duration::from_secs(1);
    /// assert!(publisher.publish_within(1, limit).await.is_ok());
    ///
    /// let unpublished = publisher.publish_within(2, limit).await.unwrap_err();
    /// assert_eq!(unpublished.to_string(), "the channel stayed full for 1s");
    /// assert_eq!(unpublished.into_item(), 2);
    /// # }
    /// ```
    #[track_caller]
    pub fn publish_within(&self, item: T, limit: Duration) -> PublishWithin<'_, T> {
        PublishWithin::new(self, item, limit, Site::of_call(Location::caller()))
    }

    /// Closes the channel, for all publishers: nothing can be published any more. The receiver still
    /// gets what waits.
    pub fn close(&self) {
        self.shared.close();
    }

    /// Whether the channel is closed, from whichever end.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.is_closed()
    }

    /// The account of the channel.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Why the spill fails at present, if it does.
    #[must_use]
    pub fn spill_error(&self) -> Option<Arc<SpillError>> {
        self.shared.lock().spill.as_ref().and_then(|spill| spill.fault())
    }

    /// Waits until the spill's store has all that was spilled; at once where nothing is.
    ///
    /// # Errors
    ///
    /// The store fails. What it does not have is still in memory and in line.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe.
    pub async fn flush_spill(&self) -> Result<(), Arc<SpillError>> {
        std::future::poll_fn(|cx| {
            let waker = cx.waker().clone();
            let mut state = self.shared.lock();
            let Some(spill) = &mut state.spill else { return Poll::Ready(Ok(())) };
            match spill.fault() {
                _ if spill.handed_over() == 0 => Poll::Ready(Ok(())),
                Some(fault) => Poll::Ready(Err(fault)),
                None => {
                    spill.flush_later(waker);
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl<T> Clone for Publisher<T> {
    fn clone(&self) -> Self {
        self.shared.add_publisher();
        Publisher { shared: Arc::clone(&self.shared) }
    }
}

impl<T> Drop for Publisher<T> {
    fn drop(&mut self) {
        self.shared.remove_publisher();
    }
}

impl<T> fmt::Debug for Publisher<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher").finish_non_exhaustive()
    }
}
