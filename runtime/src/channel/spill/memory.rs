//! A spill in memory.

use std::collections::VecDeque;

use super::{SpillError, SpillStore};

/// A [`SpillStore`] in memory: a second buffer, with a limit of its own. What is in it is lost with
/// the channel.
///
/// # Example
///
/// ```
/// use asyncward::channel::{self, MemoryStore, Published};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (publisher, mut receiver) = channel::bounded(1).spill(MemoryStore::new(1_000));
/// assert_eq!(publisher.publish(1), Published::Accepted);
/// assert_eq!(publisher.publish(2), Published::Spilled);
/// assert_eq!(receiver.recv().await, Some(1));
/// assert_eq!(receiver.recv().await, Some(2));
/// # }
/// ```
#[derive(Debug)]
pub struct MemoryStore<T> {
    items: VecDeque<T>,
    limit: usize,
}

impl<T> MemoryStore<T> {
    /// An empty store for at most `limit` items.
    ///
    /// # Panics
    ///
    /// If `limit` is 0. In a constant this is an error at compile time.
    #[must_use]
    #[track_caller]
    pub const fn new(limit: usize) -> Self {
        assert!(limit > 0, "a spill of at most 0 items takes none: write a limit of at least 1");
        MemoryStore { items: VecDeque::new(), limit }
    }
}

impl<T: Send + 'static> SpillStore<T> for MemoryStore<T> {
    fn append(&mut self, items: &mut VecDeque<T>) -> Result<(), SpillError> {
        let room = self.limit.saturating_sub(self.items.len());
        self.items.extend(items.drain(..room.min(items.len())));
        if items.is_empty() { Ok(()) } else { Err(SpillError::Full) }
    }

    fn read(&mut self, max: usize) -> Result<Vec<T>, SpillError> {
        Ok(self.items.drain(..max.min(self.items.len())).collect())
    }

    fn len(&self) -> u64 {
        self.items.len() as u64
    }
}
