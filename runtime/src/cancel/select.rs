//! The cancel arm of a rewritten `select!`.
//!
//! tokio's `select!` runs `else` only when every arm is disabled, and an arm of ours that waits for
//! ever would take that away. So the other arms are wrapped and counted: when each has completed
//! without matching its pattern, or was disabled by its `if`, the cancel arm gives `None`, which
//! does not match its pattern either.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll, Waker, ready};

use futures_core::FusedFuture;
use pin_project_lite::pin_project;

use super::cancelled::Cancelled;
use super::checkpoint::{Frame, Verdict, look, stopped};
use super::context;
use crate::__private::Site;

/// One run of a `select!`. Atomics only so that a reference to it is `Send`; one task uses it.
pub struct Select<'f> {
    frame: &'f Frame,
    site: &'static Site,
    /// Arms that are neither disabled nor completed.
    open: AtomicU32,
    /// The cancel arm was polled and waits.
    waits: AtomicBool,
    /// A sweep drops the future here: nothing is started.
    abandoned: bool,
}

impl<'f> Select<'f> {
    /// Begins a `select!` with `arms` arms of the user's.
    ///
    /// # Errors
    ///
    /// The context is cancelled: no arm is started.
    pub fn new(frame: &'f Frame, arms: u32, site: &'static Site) -> Result<Self, Cancelled> {
        let verdict = look(frame, None, site, Waker::noop());
        if let Verdict::Stop(cause) = verdict {
            return Err(stopped(cause, site));
        }
        let abandoned = matches!(verdict, Verdict::Suspend);
        let (open, waits) = (AtomicU32::new(arms), AtomicBool::new(false));
        Ok(Select { frame, site, open, waits, abandoned })
    }

    /// Passes the `if` of an arm through.
    pub fn guard(&self, condition: bool) -> bool {
        if !condition {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }
        condition
    }

    /// An arm of the user's.
    pub fn watch<F: Future>(&self, future: F) -> Watch<'_, F> {
        Watch { future, select: self, done: false }
    }

    /// The cancel arm. `None` when no other arm is open.
    pub fn cancelled(&self) -> CancelArm<'_> {
        CancelArm { select: self, seen: false }
    }

    /// The cancel arm of a `select!` none of whose arms can be disabled.
    pub fn only_cancelled(&self) -> OnlyCancelArm<'_> {
        OnlyCancelArm { arm: self.cancelled() }
    }

    /// Cancelled arms first get a poll in which they may stop by themselves, whatever the order
    /// in which they are polled.
    fn poll_cancelled(&self, seen: &mut bool, cx: &mut Context<'_>) -> Poll<Cancelled> {
        match look(self.frame, None, self.site, cx.waker()) {
            Verdict::Stop(cause) if *seen => Poll::Ready(stopped(cause, self.site)),
            Verdict::Stop(_) => {
                *seen = true;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Verdict::Go | Verdict::Suspend => Poll::Pending,
        }
    }
}

pin_project! {
    /// An arm of the user's, watched for completion and for shields.
    #[must_use = "futures do nothing unless polled"]
    pub struct Watch<'s, F> {
        #[pin]
        future: F,
        select: &'s Select<'s>,
        done: bool,
    }
}

impl<F: Future> Future for Watch<'_, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if this.select.abandoned {
            return Poll::Pending;
        }
        ready!(this.select.frame.tick(cx));
        let before = context::noted();
        let polled = this.future.poll(cx);
        this.select.frame.hear(before);
        if polled.is_ready() && !std::mem::replace(this.done, true) {
            let last = this.select.open.fetch_sub(1, Ordering::Relaxed) == 1;
            if last && this.select.waits.load(Ordering::Relaxed) {
                // If the pattern does not match, the cancel arm has to be asked once more.
                cx.waker().wake_by_ref();
            }
        }
        if polled.is_pending() {
            context::stayed_pending(this.select.site);
        }
        polled
    }
}

impl<F: FusedFuture> FusedFuture for Watch<'_, F> {
    fn is_terminated(&self) -> bool {
        self.future.is_terminated()
    }
}

/// See [`Select::cancelled`].
#[must_use = "futures do nothing unless polled"]
pub struct CancelArm<'s> {
    select: &'s Select<'s>,
    seen: bool,
}

impl Future for CancelArm<'_> {
    type Output = Option<Cancelled>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let select = self.select;
        if select.open.load(Ordering::Relaxed) == 0 {
            return Poll::Ready(None);
        }
        select.waits.store(true, Ordering::Relaxed);
        select.poll_cancelled(&mut self.seen, cx).map(Some)
    }
}

/// See [`Select::only_cancelled`].
#[must_use = "futures do nothing unless polled"]
pub struct OnlyCancelArm<'s> {
    arm: CancelArm<'s>,
}

impl Future for OnlyCancelArm<'_> {
    type Output = Cancelled;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cancelled> {
        let CancelArm { select, seen } = &mut self.arm;
        select.poll_cancelled(seen, cx)
    }
}

impl FusedFuture for OnlyCancelArm<'_> {
    fn is_terminated(&self) -> bool {
        false
    }
}
