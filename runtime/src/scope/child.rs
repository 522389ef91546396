//! A child of a scope: the future that a tokio task runs, or the closure of a blocking one.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;

use super::error::{Failure, Straggler};
use super::link::Ending;
use super::log;
use super::outcome::How;
use super::state::{OPEN, OVER, Payload, State, left, report};
use super::task::{ChildLink, Failed, FailedWith};
use super::wakers::Key;
use crate::__private::Site as StaticSite;
use crate::Site;
use crate::cancel::context;
use crate::cancel::node::Node;

/// A child's place in its scope, with a slot. The last of a child to go.
pub(super) struct Seat {
    // None only while the child is polled.
    node: Option<Arc<Node>>,
    /// Of the child's waker, once it was suspended.
    waiting: Option<Key>,
}

impl Seat {
    /// For a child that has a slot and has entered.
    pub(super) fn new(node: Arc<Node>) -> Self {
        Seat { node: Some(node), waiting: None }
    }

    #[inline]
    fn state(&self) -> Option<&State> {
        self.node.as_ref().and_then(|node| node.scope_state())
    }

    /// Under way it is `OPEN` to a child without a scope, which there is not.
    #[inline]
    fn stage(&self) -> u8 {
        self.state().map_or(OPEN, State::stage)
    }
}

impl Drop for Seat {
    #[inline]
    fn drop(&mut self) {
        if let Some(node) = &self.node
            && let Some(state) = node.scope_state()
        {
            if let Some(key) = &self.waiting {
                state.wakers.remove(key);
            }
            left(node, state, true);
        }
    }
}

pin_project! {
    /// Gives `None` where the outcome is not for the `Task`.
    pub(super) struct Child<F: Future> {
        #[pin]
        future: Option<F>,
        how: How<F::Output>,
        link: Arc<ChildLink<F::Output>>,
        begun: bool,
        // Code in it was told that the scope is cancelled.
        told: bool,
        stuck_at: Option<&'static StaticSite>,
        // As of the last poll since the scope was asked to end.
        in_shield: bool,
        // Fields are dropped in this order.
        seat: Seat,
    }
}

impl<F: Future> Child<F> {
    pub(super) fn new(
        future: F,
        how: How<F::Output>,
        link: Arc<ChildLink<F::Output>>,
        seat: Seat,
    ) -> Self {
        Child {
            future: Some(future),
            how,
            link,
            begun: false,
            told: false,
            stuck_at: None,
            in_shield: false,
            seat,
        }
    }

    /// Drops the future, because the scope is over or the child came too late.
    #[cold]
    fn cut(self: Pin<&mut Self>) {
        let mut this = self.project();
        let Some(node) = &this.seat.node else { return };
        let Some(state) = node.scope_state() else { return };
        if *this.begun {
            let stuck_at = this.stuck_at.map(Site::of_await);
            let (label, in_shield) = (this.link.label.clone(), *this.in_shield);
            state.straggled(Straggler { label, stuck_at, in_shield });
        } else {
            state.cut_short();
        }
        let dropped = catch_unwind(AssertUnwindSafe(|| this.future.set(None)));
        if let Err(payload) = dropped {
            log::panic_in_drop(state, &this.link.label, &text_of(&payload));
        }
        this.link.deliver(Ending::Stopped, node);
    }

    /// Leaves the waker where the next stage of the scope calls it. Once for a stage: a child is the
    /// whole of a tokio task, whose waker is always the same.
    #[inline]
    fn wait_for_stage(self: Pin<&mut Self>, stage: u8, cx: &mut Context<'_>) {
        let seat = self.project().seat;
        if seat.waiting.as_ref().is_some_and(|key| key.stage() == stage) {
            return;
        }
        let Some(state) = seat.state() else { return };
        let key = state.wakers.insert(stage, cx.waker().clone());
        if key.is_none() {
            cx.waker().wake_by_ref();
        }
        seat.waiting = key;
    }
}

impl<F: Future> Future for Child<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.as_mut().project();
        let stage = this.seat.stage();
        if stage == OVER || (stage != OPEN && !*this.begun) {
            self.cut();
            return Poll::Ready(None);
        }
        let polled = {
            let entered = context::enter(&mut this.seat.node, false, cx.waker());
            if !*this.begun && context::cause_around().is_some() {
                drop(entered);
                self.cut();
                return Poll::Ready(None);
            }
            *this.begun = true;
            let Some(future) = this.future.as_mut().as_pin_mut() else { return Poll::Pending };
            let noted = context::noted();
            let polled = catch_unwind(AssertUnwindSafe(|| future.poll(cx)));
            *this.stuck_at = entered.site(*this.stuck_at);
            *this.told |= entered.was_told();
            if stage != OPEN {
                *this.in_shield = context::is_in_shield_since(noted);
            }
            polled
        };
        match polled {
            Ok(Poll::Pending) => {
                self.wait_for_stage(stage, cx);
                Poll::Pending
            }
            Ok(Poll::Ready(value)) => {
                // A destructor that panics is a panic of the child, for the scope to raise again.
                let future = AssertUnwindSafe(|| this.future.set(None));
                if let Err(payload) = catch_unwind(future) {
                    settle_panic(this.seat, this.link, *this.how, payload);
                    return Poll::Ready(None);
                }
                Poll::Ready(settle(this.seat, this.link, *this.how, *this.told, value))
            }
            Err(payload) => {
                let future = AssertUnwindSafe(|| this.future.set(None));
                if let (Err(second), Some(state)) = (catch_unwind(future), this.seat.state()) {
                    log::panic_in_drop(state, &this.link.label, &text_of(&second));
                }
                settle_panic(this.seat, this.link, *this.how, payload);
                Poll::Ready(None)
            }
        }
    }
}

/// Runs a blocking child. It cannot be dropped while it runs.
pub(super) fn run_blocking<R>(
    work: impl FnOnce() -> R,
    how: How<R>,
    link: &Arc<ChildLink<R>>,
    mut seat: Seat,
) -> Option<R> {
    if seat.stage() != OPEN {
        if let (Some(state), Some(node)) = (seat.state(), &seat.node) {
            state.cut_short();
            link.deliver(Ending::Stopped, node);
        }
        return None;
    }
    let (ran, told) = {
        let entered = context::enter(&mut seat.node, false, Waker::noop());
        let ran = catch_unwind(AssertUnwindSafe(work));
        (ran, entered.was_told())
    };
    match ran {
        Ok(value) => settle(&seat, link, how, told, value),
        Err(payload) => {
            settle_panic(&seat, link, how, payload);
            None
        }
    }
}

/// Gives the value if it is for the `Task`.
#[inline]
fn settle<T>(
    seat: &Seat,
    link: &Arc<ChildLink<T>>,
    how: How<T>,
    told: bool,
    value: T,
) -> Option<T> {
    if !how.is_failure(&value) {
        return link.link.deliver(Ending::Completed).then_some(value);
    }
    let (Some(node), Some(state)) = (&seat.node, seat.state()) else { return Some(value) };
    if told {
        state.cut_short();
        return link.deliver(Ending::Stopped, node).then_some(value);
    }
    let label = link.label.clone();
    let failure = Failure { label, text: how.text(&value), error: None, panicked: false };
    let record = report(node, state, failure);
    fail(state, link, how, Failed { record, with: FailedWith::Value(value) }, node);
    None
}

/// Leaves what the child failed with where its `Task` takes it, or with the scope. Not with the runtime:
/// there is a moment in which that has it already and the `Task` cannot get it yet.
fn fail<T>(state: &State, link: &ChildLink<T>, how: How<T>, failed: Failed<T>, node: &Arc<Node>) {
    link.leave(failed);
    if !link.deliver(Ending::Failed, node) {
        link.give_back(state, how);
    }
}

#[cold]
fn settle_panic<T>(seat: &Seat, link: &Arc<ChildLink<T>>, how: How<T>, payload: Payload) {
    let (Some(node), Some(state)) = (&seat.node, seat.state()) else { resume_unwind(payload) };
    let (label, text) = (link.label.clone(), text_of(&payload));
    let failure = Failure { label, text, error: None, panicked: true };
    let record = report(node, state, failure);
    fail(state, link, how, Failed { record, with: FailedWith::Panic(payload) }, node);
}

/// The message of a panic.
pub(super) fn text_of(payload: &Payload) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic whose payload is no text".to_owned())
}
