//! What `#[cancellable]` turns an `.await` into.
//!
//! A checkpoint looks at the context before the first poll, polls the inner future first, and stops
//! only what stayed pending. It never drops a future in which a shield is under way: a shield says
//! in each poll that it stayed pending (`context::note`), every checkpoint around it hears that and
//! keeps it in the [`Frame`] of its function until the shield has ended. So the answer is exact for
//! a shield that was not woken (in a `FuturesUnordered`), and for one that waits in a local of the
//! function from one await to the next.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;

use super::attend::Attendance;
use super::cancelled::{Cancelled, Cause, Site as PublicSite};
use super::context;
use super::node::{Interrupt, Node};
use super::select::{Select, Watch};
use crate::__private::Site;

/// Budget taken at every 256th checkpoint of a function. A task has 128, so a loop of ready awaits
/// yields every 4096.
const UNITS: u32 = 8;

/// The state of one run of an annotated function.
#[derive(Default)]
pub struct Frame {
    /// Checkpoints passed, wrapping: a loop stands in one function. Atomic only so that a reference
    /// to the frame is `Send`.
    passed: AtomicU8,
    held: Mutex<Option<Box<Held>>>,
}

/// What almost no function has, and what is boxed for that.
#[derive(Default)]
struct Held {
    /// Shields under way in the function.
    shields: Vec<Arc<Node>>,
    /// The length at which ended and repeated ones are taken out.
    sweep_at: usize,
    attendance: Attendance,
}

impl Frame {
    /// Begins a function.
    ///
    /// # Errors
    ///
    /// The root around it has a timeout of zero: nothing may be started.
    #[inline]
    pub fn enter(site: &'static Site) -> Result<Frame, Cancelled> {
        if context::stillborn()
            && let Some(cause) = context::cause()
        {
            return Err(Cancelled::new(cause, PublicSite::of_await(site)));
        }
        Ok(Frame::default())
    }

    /// Counts a checkpoint. Every 256th takes from tokio's budget, and is pending when none is left:
    /// so a loop of ready awaits lets other tasks, timers and sockets have their turn.
    #[inline]
    pub(super) fn tick(&self, cx: &mut Context<'_>) -> Poll<()> {
        let passed = self.passed.load(Ordering::Relaxed).wrapping_add(1);
        self.passed.store(passed, Ordering::Relaxed);
        if passed == 0 { context::spend(cx, UNITS) } else { Poll::Ready(()) }
    }

    /// Keeps the shields that were noted since `before`.
    #[inline]
    pub(super) fn hear(&self, before: u32) {
        if context::noted() != before {
            self.keep(context::notes_since(before));
        }
    }

    #[cold]
    fn keep(&self, shields: Vec<Arc<Node>>) {
        let mut held = self.held();
        let held = held.get_or_insert_default();
        held.shields.extend(shields);
        if held.shields.len() > held.sweep_at {
            held.shields.retain(|shield| shield.shield_under_way());
            held.shields.sort_unstable_by_key(Arc::as_ptr);
            held.shields.dedup_by(|a, b| Arc::ptr_eq(a, b));
            held.sweep_at = 2 * held.shields.len() + 8;
        }
    }

    /// To be called where a future of the function stays pending.
    #[inline]
    pub(super) fn attend(&self, cx: &mut Context<'_>) {
        if !context::is_reached(cx.waker()) {
            self.attend_apart(cx);
        }
    }

    #[cold]
    fn attend_apart(&self, cx: &mut Context<'_>) {
        if context::with_current(|node| node.is_none()) {
            return;
        }
        // The alarms are polled outside the lock.
        let mut attendance = std::mem::take(&mut self.held().get_or_insert_default().attendance);
        attendance.attend(cx);
        self.held().get_or_insert_default().attendance = attendance;
    }

    fn held(&self) -> MutexGuard<'_, Option<Box<Held>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands what it keeps to the frame around it.
    fn hand_over(&self, outer: &Frame) {
        let held = self.held().take();
        if let Some(held) = held {
            outer.keep(held.shields);
        }
    }

    /// Whether a shield is under way somewhere in the function; if so, `waker` is called when one
    /// has ended. Its own task need not be this one, and a `select!` may have polled this first.
    pub(super) fn holds_shield(&self, waker: &Waker) -> bool {
        let held = self.held();
        held.as_ref().is_some_and(|held| held.shields.iter().any(|s| s.holds_up(waker)))
    }
}

/// What to do with a future that a checkpoint guards.
pub(crate) enum Verdict {
    Go,
    Suspend,
    Stop(Cause),
}

/// The look at the context, before the first poll and after each that stayed pending. A function
/// that holds a shield is not stopped: returning would drop it.
#[inline]
pub(crate) fn look(
    frame: &Frame,
    outer: Option<&Frame>,
    site: &'static Site,
    waker: &Waker,
) -> Verdict {
    if context::raised() { look_closely(frame, outer, site, waker) } else { Verdict::Go }
}

#[cold]
fn look_closely(
    frame: &Frame,
    outer: Option<&Frame>,
    site: &'static Site,
    waker: &Waker,
) -> Verdict {
    let holds_shield = |frame: &Frame| frame.holds_shield(waker);
    let free = || !holds_shield(frame) && !outer.is_some_and(holds_shield);
    match context::interrupt(Some(site)) {
        Some(Interrupt::Cancelled(cause)) if free() => Verdict::Stop(cause),
        Some(Interrupt::Abandon) => Verdict::Suspend,
        _ => Verdict::Go,
    }
}

/// One poll of a guarded future. `started` says whether the look before the first poll is done.
#[inline]
fn poll_guarded<F: Future>(
    future: Pin<&mut F>,
    started: &mut bool,
    frame: &Frame,
    outer: Option<&Frame>,
    site: &'static Site,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Cancelled>> {
    if !*started {
        match look(frame, outer, site, cx.waker()) {
            Verdict::Go => {}
            Verdict::Suspend => return Poll::Pending,
            Verdict::Stop(cause) => return Poll::Ready(Err(stopped(cause, site))),
        }
        if outer.unwrap_or(frame).tick(cx).is_pending() {
            return Poll::Pending;
        }
    }
    let before = context::noted();
    let polled = future.poll(cx);
    frame.hear(before);
    if let Poll::Ready(value) = polled {
        if *started {
            context::went_on();
        }
        return Poll::Ready(Ok(value));
    }
    *started = true;
    context::stayed_pending(site);
    frame.attend(cx);
    match look(frame, outer, site, cx.waker()) {
        Verdict::Stop(cause) => {
            context::no_longer_pending(site);
            Poll::Ready(Err(stopped(cause, site)))
        }
        Verdict::Go | Verdict::Suspend => Poll::Pending,
    }
}

#[cold]
pub(super) fn stopped(cause: Cause, site: &'static Site) -> Cancelled {
    Cancelled::new(cause, PublicSite::of_await(site))
}

pin_project! {
    /// An awaited future.
    #[must_use = "futures do nothing unless polled"]
    pub struct Checkpoint<'f, F> {
        #[pin]
        future: F,
        frame: &'f Frame,
        site: &'static Site,
        started: bool,
    }
}

impl<F: Future> Future for Checkpoint<'_, F> {
    type Output = Result<F::Output, Cancelled>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        poll_guarded(this.future, this.started, this.frame, None, this.site, cx)
    }
}

pin_project! {
    /// An argument of `join!`. It has a frame of its own, so that a shield in one argument does
    /// not keep the others from stopping: `join!` waits for it anyway.
    #[must_use = "futures do nothing unless polled"]
    pub struct Arm<'f, F> {
        #[pin]
        future: F,
        outer: &'f Frame,
        frame: Frame,
        site: &'static Site,
        started: bool,
    }
}

impl<F: Future> Future for Arm<'_, F> {
    type Output = Result<F::Output, Cancelled>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let polled =
            poll_guarded(this.future, this.started, this.frame, Some(this.outer), this.site, cx);
        if polled.is_ready() {
            this.frame.hand_over(this.outer);
        }
        polled
    }
}

pin_project! {
    /// An argument of `try_join!`. The first that is stopped ends the others with it, so none is as
    /// long as the function holds a shield.
    #[must_use = "futures do nothing unless polled"]
    pub struct TryArm<'f, F> {
        #[pin]
        checkpoint: Checkpoint<'f, F>,
    }
}

/// Why an argument of `try_join!` ended the whole.
pub enum TryStop<E> {
    /// It returned its own error.
    Error(E),
    /// It was stopped.
    Cancelled(Cancelled),
}

impl<T, E, F: Future<Output = Result<T, E>>> Future for TryArm<'_, F> {
    type Output = Result<T, TryStop<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().checkpoint.poll(cx).map(|stopped| match stopped {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(TryStop::Error(error)),
            Err(cancelled) => Err(TryStop::Cancelled(cancelled)),
        })
    }
}

/// What the rewritten code calls on what it awaits. `Shield` has an inherent method of the same
/// name, which wins: a shield is started even where everything is cancelled already.
///
/// For all types, so that one that is no future is told as that and not as one without the method.
pub trait Checkpoints: Sized {
    /// `future.await`
    #[inline]
    fn __asyncward_checkpoint<'f>(
        self,
        frame: &'f Frame,
        site: &'static Site,
    ) -> Checkpoint<'f, Self::IntoFuture>
    where
        Self: IntoFuture,
    {
        checkpoint(self.into_future(), frame, site, false)
    }
}

impl<T> Checkpoints for T {}

/// What the rewritten code calls on the arms of macros that await several futures. `Shield` has
/// inherent methods of the first two.
pub trait Arms: Future + Sized {
    /// `join!(future)`
    fn __asyncward_arm<'f>(self, frame: &'f Frame, site: &'static Site) -> Arm<'f, Self> {
        arm(self, frame, site, false)
    }

    /// `try_join!(future)`
    fn __asyncward_try_arm<'f>(self, frame: &'f Frame, site: &'static Site) -> TryArm<'f, Self> {
        try_arm(self, frame, site, false)
    }

    /// `select! { _ = future => {} }`
    fn __asyncward_watch<'s>(self, select: &'s Select<'_>) -> Watch<'s, Self> {
        select.watch(self)
    }
}

impl<F: Future> Arms for F {}

#[inline]
pub(super) fn checkpoint<'f, F>(
    future: F,
    frame: &'f Frame,
    site: &'static Site,
    started: bool,
) -> Checkpoint<'f, F> {
    Checkpoint { future, frame, site, started }
}

pub(super) fn arm<'f, F>(
    future: F,
    frame: &'f Frame,
    site: &'static Site,
    started: bool,
) -> Arm<'f, F> {
    Arm { future, outer: frame, frame: Frame::default(), site, started }
}

pub(super) fn try_arm<'f, F>(
    future: F,
    frame: &'f Frame,
    site: &'static Site,
    started: bool,
) -> TryArm<'f, F> {
    TryArm { checkpoint: checkpoint(future, frame, site, started) }
}
