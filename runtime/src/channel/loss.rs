//! Telling of losses: the user's hook, and an event for the log. Both outside the channel's lock.

use std::panic::{AssertUnwindSafe, Location, catch_unwind};

use super::published::Loss;

pub(super) type Hook<T> = Box<dyn Fn(&T, Loss) + Send + Sync>;

pub(super) struct Losses<T> {
    hook: Option<Hook<T>>,
    #[cfg(feature = "tracing")]
    log: log::Log,
}

impl<T> Losses<T> {
    pub(super) fn new(
        hook: Option<Hook<T>>,
        policy: &'static str,
        made_at: &'static Location<'static>,
    ) -> Self {
        #[cfg(not(feature = "tracing"))]
        let _ = (policy, made_at);
        Losses {
            hook,
            #[cfg(feature = "tracing")]
            log: log::Log::new(policy, made_at),
        }
    }

    /// Tells the hook of lost items, oldest first. A panic of it ends here: the publisher still gets
    /// its item back, and a receiver that is dropped while its task panics does not abort.
    #[inline]
    pub(super) fn tell<'a>(&self, items: impl IntoIterator<Item = &'a T>, why: Loss)
    where
        T: 'a,
    {
        if let Some(hook) = &self.hook {
            for item in items {
                let _ = catch_unwind(AssertUnwindSafe(|| hook(item, why)));
            }
        }
    }

    /// Tells the log of losses, if that is due. Only then it asks how many there are in all: a loss
    /// is counted once, in the channel's account.
    #[inline]
    pub(super) fn log(&self, in_all: impl FnOnce() -> u64) {
        #[cfg(feature = "tracing")]
        self.log.lost(in_all);
        #[cfg(not(feature = "tracing"))]
        let _ = in_all;
    }

    /// Tells the log of what it was not told of.
    pub(super) fn log_rest(&self, in_all: impl FnOnce() -> u64) {
        #[cfg(feature = "tracing")]
        self.log.tell(in_all());
        #[cfg(not(feature = "tracing"))]
        let _ = in_all;
    }
}

#[cfg(feature = "tracing")]
mod log {
    use std::panic::Location;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use tokio::time::Instant;

    const EVERY: Duration = Duration::from_secs(1);

    pub(super) struct Log {
        policy: &'static str,
        made_at: &'static Location<'static>,
        made: Instant,
        /// So many losses it was told of.
        told: AtomicU64,
        /// Milliseconds after `made` from which on the next event may be.
        next: AtomicU64,
    }

    impl Log {
        pub(super) fn new(policy: &'static str, made_at: &'static Location<'static>) -> Self {
            let (told, next) = (AtomicU64::new(0), AtomicU64::new(0));
            Log { policy, made_at, made: Instant::now(), told, next }
        }

        /// The clock is read only where someone listens.
        #[inline]
        pub(super) fn lost(&self, in_all: impl FnOnce() -> u64) {
            if tracing::enabled!(target: "asyncward::channel", tracing::Level::WARN)
                && self.is_due()
            {
                self.tell(in_all());
            }
        }

        #[cold]
        fn is_due(&self) -> bool {
            let now = millis(self.made.elapsed());
            let next = self.next.load(Ordering::Relaxed);
            let then = now + millis(EVERY);
            now >= next
                && self
                    .next
                    .compare_exchange(next, then, Ordering::Relaxed, Ordering::Relaxed)
                    .is_ok()
        }

        pub(super) fn tell(&self, in_all: u64) {
            let told = self.told.fetch_max(in_all, Ordering::Relaxed);
            let lost = in_all.saturating_sub(told);
            if lost > 0 {
                tracing::warn!(
                    target: "asyncward::channel",
                    lost,
                    policy = self.policy,
                    channel = %self.made_at,
                    "items lost"
                );
            }
        }
    }

    fn millis(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}
