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

    /// Tells of lost items, oldest first. A panic of the hook ends here: the publisher still gets
    /// its item back, and a receiver that is dropped while its task panics does not abort.
    #[inline]
    pub(super) fn tell<'a>(&self, items: impl IntoIterator<Item = &'a T>, why: Loss)
    where
        T: 'a,
    {
        if self.hook.is_some() || cfg!(feature = "tracing") {
            self.tell_each(items, why);
        }
    }

    fn tell_each<'a>(&self, items: impl IntoIterator<Item = &'a T>, why: Loss)
    where
        T: 'a,
    {
        let mut count = 0;
        for item in items {
            count += 1;
            if let Some(hook) = &self.hook {
                let _ = catch_unwind(AssertUnwindSafe(|| hook(item, why)));
            }
        }
        self.count(count);
    }

    #[inline]
    fn count(&self, count: u64) {
        #[cfg(feature = "tracing")]
        self.log.count(count);
        #[cfg(not(feature = "tracing"))]
        let _ = count;
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
        /// Lost and not told of.
        untold: AtomicU64,
        /// Milliseconds after `made` from which on the next event may be.
        next: AtomicU64,
    }

    impl Log {
        pub(super) fn new(policy: &'static str, made_at: &'static Location<'static>) -> Self {
            let (untold, next) = (AtomicU64::new(0), AtomicU64::new(0));
            Log { policy, made_at, made: Instant::now(), untold, next }
        }

        pub(super) fn count(&self, count: u64) {
            if count == 0 {
                return;
            }
            self.untold.fetch_add(count, Ordering::Relaxed);
            // The clock is read only where someone listens.
            if !tracing::enabled!(target: "asyncward::channel", tracing::Level::WARN) {
                return;
            }
            let now = millis(self.made.elapsed());
            let next = self.next.load(Ordering::Relaxed);
            let then = now + millis(EVERY);
            let due = now >= next
                && self
                    .next
                    .compare_exchange(next, then, Ordering::Relaxed, Ordering::Relaxed)
                    .is_ok();
            if due {
                self.tell();
            }
        }

        fn tell(&self) {
            let lost = self.untold.swap(0, Ordering::Relaxed);
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

    /// The losses of the last second of a channel's life.
    impl Drop for Log {
        fn drop(&mut self) {
            self.tell();
        }
    }

    fn millis(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}
