//! Shields: work that runs to its end whatever happens around it.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};

use super::cancelled::Site;
use super::checkpoint::{Arm, Checkpoint, Frame, TryArm, arm, checkpoint, try_arm};
use super::context;
use super::node::Node;
use crate::__private::Site as StaticSite;

/// Runs `future` to its end: in it and below it nothing is seen as cancelled, and no checkpoint
/// around it drops it while it is under way. For clean-up and commits.
///
/// `shield(..).await` is started in a `#[cancellable]` function even when that is cancelled
/// already; other awaits are not. After the shield has ended, the next checkpoint stops the
/// function. A context that begins inside (`with_token`, `with_timeout`) works as ever; a deadline
/// from outside is not seen. A function that holds a shield under way in a local is not stopped
/// before it has ended: poll it or drop it.
///
/// A shield cannot do anything about a plain drop: leaving a `select!` or `try_join!` by another arm,
/// also when that arm is a function that was stopped, or dropping the task's future. Where the rest
/// must not win over the work, shield the whole: `shield(async { select! { .. } })`. The end of a
/// [`Scope`](crate::Scope)'s grace is such a drop, for a shield that hangs would hang the scope: give a scope
/// a `grace` that is longer than the shields in it take.
///
/// # Cancel safety
///
/// As cancel safe as `future`.
///
/// # Example
///
/// ```
/// use asyncward::{Cancelled, cancellable, shield};
/// # async fn transfer() {}
/// # async fn commit() {}
///
/// #[cancellable]
/// async fn pay() -> Result<(), Cancelled> {
///     transfer().await;
///     shield(commit()).await; // once begun, it is finished
///     Ok(())
/// }
/// ```
pub fn shield<F: Future>(future: F) -> Shield<F> {
    Shield { shielded: Shielded { future, node: None } }
}

/// A [`shield`] with a limit: if `future` has not ended `limit` after its first poll, it is dropped,
/// with all that is in it.
///
/// # Errors
///
/// [`Overrun`], with the await `future` was stuck at. A value that is ready in the same poll wins.
///
/// # Panics
///
/// Outside a tokio runtime with its time driver enabled, at the first poll.
///
/// # Cancel safety
///
/// As cancel safe as `future`.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{Overrun, shield_for};
/// # async fn rollback() {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Overrun> {
/// shield_for(Duration::from_secs(1), rollback()).await?;
/// # Ok(())
/// # }
/// ```
pub fn shield_for<F: Future>(limit: Duration, future: F) -> ShieldFor<F> {
    ShieldFor {
        shielded: Some(Shielded { future, node: None }),
        limit,
        timer: None,
        stuck_at: None,
    }
}

pin_project! {
    struct Shielded<F> {
        #[pin]
        future: F,
        node: Option<Arc<Node>>,
    }

    impl<F> PinnedDrop for Shielded<F> {
        fn drop(this: Pin<&mut Self>) {
            if let Some(node) = this.project().node {
                node.shield_ended();
            }
        }
    }
}

impl<F: Future> Shielded<F> {
    /// Polls inside the shield. `site` is the innermost await that stays pending.
    fn poll_until(
        self: Pin<&mut Self>,
        deadline: Option<Instant>,
        site: &mut Option<&'static StaticSite>,
        cx: &mut Context<'_>,
    ) -> Poll<F::Output> {
        let this = self.project();
        this.node.get_or_insert_with(|| Arc::new(Node::shield(deadline)));
        let polled = {
            let entered = context::enter(this.node, false, cx.waker());
            let polled = this.future.poll(cx);
            *site = entered.site(*site);
            polled
        };
        if let Some(node) = this.node {
            match polled {
                Poll::Ready(_) => node.shield_ended(),
                Poll::Pending => context::note(node),
            }
        }
        polled
    }
}

pin_project! {
    /// The future of [`shield`].
    #[must_use = "futures do nothing unless polled"]
    pub struct Shield<F> {
        #[pin]
        shielded: Shielded<F>,
    }
}

impl<F: Future> Future for Shield<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().shielded.poll_until(None, &mut None, cx)
    }
}

pin_project! {
    /// The future of [`shield_for`].
    #[must_use = "futures do nothing unless polled"]
    pub struct ShieldFor<F> {
        // None once it was dropped for overrunning.
        #[pin]
        shielded: Option<Shielded<F>>,
        limit: Duration,
        #[pin]
        timer: Option<Sleep>,
        stuck_at: Option<&'static StaticSite>,
    }
}

impl<F: Future> Future for ShieldFor<F> {
    type Output = Result<F::Output, Overrun>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let limit = *this.limit;
        if this.timer.is_none()
            && let Some(deadline) = Instant::now().checked_add(limit)
        {
            this.timer.set(Some(sleep_until(deadline)));
        }
        let deadline = this.timer.as_ref().as_pin_ref().map(|timer| timer.deadline());
        if let Some(shielded) = this.shielded.as_mut().as_pin_mut()
            && let Poll::Ready(value) = shielded.poll_until(deadline, this.stuck_at, cx)
        {
            return Poll::Ready(Ok(value));
        }
        // A limit beyond the clock's range never ends.
        let Some(timer) = this.timer.as_pin_mut() else { return Poll::Pending };
        ready!(timer.poll(cx));
        this.shielded.set(None);
        Poll::Ready(Err(Overrun { limit, site: this.stuck_at.map(Site::of_await) }))
    }
}

/// The inherent twins of `Checkpoints`' methods: a shield is started also where the context is
/// cancelled already, so its look before the first poll counts as done.
macro_rules! always_started {
    ($($shield:ident),*) => {$(
        impl<F: Future> $shield<F> {
            #[doc(hidden)]
            pub fn __asyncward_checkpoint<'f>(
                self,
                frame: &'f Frame,
                site: &'static StaticSite,
            ) -> Checkpoint<'f, Self> {
                checkpoint(self, frame, site, true)
            }

            #[doc(hidden)]
            pub fn __asyncward_arm<'f>(
                self,
                frame: &'f Frame,
                site: &'static StaticSite,
            ) -> Arm<'f, Self> {
                arm(self, frame, site, true)
            }

            #[doc(hidden)]
            pub fn __asyncward_try_arm<'f>(
                self,
                frame: &'f Frame,
                site: &'static StaticSite,
            ) -> TryArm<'f, Self> {
                try_arm(self, frame, site, true)
            }
        }

        impl<F> fmt::Debug for $shield<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($shield)).finish_non_exhaustive()
            }
        }
    )*};
}

always_started!(Shield, ShieldFor);

/// The error of [`shield_for`]: the work did not end within its limit and was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overrun {
    limit: Duration,
    site: Option<Site>,
}

impl Overrun {
    /// The limit that was given.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// The await at which the work was stuck: the innermost in a `#[cancellable]` function. None
    /// if no such function was waiting.
    #[must_use]
    pub fn site(&self) -> Option<Site> {
        self.site
    }
}

impl fmt::Display for Overrun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shielded work was dropped after {:?}", self.limit)?;
        match &self.site {
            Some(site) => write!(f, ", stuck at {site}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Overrun {}

/// Kind [`TimedOut`](io::ErrorKind::TimedOut).
impl From<Overrun> for io::Error {
    fn from(overrun: Overrun) -> Self {
        io::Error::new(io::ErrorKind::TimedOut, overrun)
    }
}
