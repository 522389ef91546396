//! The slots of a scope, handed out in the order in which spawns came to wait for them.
//!
//! `tokio::sync::Semaphore` keeps that order, but takes its lock whenever a permit comes back, and each child
//! brings one back. So it has the slots only while somebody waits; otherwise they are a number.
//! `runtime/tests/loom_scope.rs` includes this file and checks it with loom.

use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};

use super::sync::{AtomicUsize, Ordering};

pub(crate) struct Slots {
    /// Free slots, apart from those that the queue has.
    spare: AtomicUsize,
    /// How many wait, or are about to. Whoever frees a slot adds it and then looks here; whoever
    /// comes to wait adds himself and then looks there: one of the two sees the other.
    waiting: AtomicUsize,
    queue: Semaphore,
}

impl Slots {
    pub(crate) fn new(limit: usize) -> Self {
        Slots {
            spare: AtomicUsize::new(limit),
            waiting: AtomicUsize::new(0),
            queue: Semaphore::new(0),
        }
    }

    /// Waits for a slot.
    ///
    /// # Errors
    ///
    /// The slots were closed.
    #[inline]
    pub(crate) async fn take(&self) -> Result<(), AcquireError> {
        if self.try_take() {
            return Ok(());
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let _waits = Waits(self);
        self.enqueue_spare();
        self.queue.acquire().await.map(SemaphorePermit::forget)
    }

    /// Takes a slot if there is one that nobody waits for.
    #[inline]
    pub(crate) fn try_take(&self) -> bool {
        let one_less = |spare: usize| spare.checked_sub(1);
        if self.waiting.load(Ordering::SeqCst) == 0
            && self.spare.fetch_update(Ordering::SeqCst, Ordering::Relaxed, one_less).is_ok()
        {
            return true;
        }
        // Who waited may be served already, with slots left over.
        self.enqueue_spare();
        self.queue.try_acquire().map(SemaphorePermit::forget).is_ok()
    }

    #[inline]
    pub(crate) fn give_back(&self) {
        self.spare.fetch_add(1, Ordering::SeqCst);
        if self.waiting.load(Ordering::SeqCst) > 0 {
            self.enqueue_spare();
        }
    }

    fn enqueue_spare(&self) {
        let spare = self.spare.swap(0, Ordering::SeqCst);
        if spare > 0 {
            self.queue.add_permits(spare);
        }
    }

    /// Lets go all that wait, without a slot.
    pub(crate) fn close(&self) {
        self.queue.close();
    }
}

struct Waits<'a>(&'a Slots);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}
