//! A child of a scope: the future that a tokio task runs, or the closure of a blocking one.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;
use tokio::task::{Id, try_id};

use super::error::{Failure, Label, Straggler};
use super::log;
use super::outcome::How;
use super::output::{Failed, FailedWith, Member, Output};
use super::state::{OPEN, OVER, Payload, State, child_ended, child_left, give_back_slot, report};
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
    /// The task that spawns the child, if that is one.
    spawner: Option<Id>,
}

impl Seat {
    /// For a child that has a slot and has entered.
    pub(super) fn new(node: Arc<Node>) -> Self {
        Seat { node: Some(node), waiting: None, spawner: try_id() }
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

    /// To be called when all of the child is gone but its outcome.
    #[inline]
    fn end(&mut self) -> Member {
        if let Some(node) = &self.node
            && let Some(state) = node.scope_state()
        {
            self.leave(state);
            child_ended(node, state);
        }
        Member(self.node.take())
    }

    #[inline]
    fn leave(&self, state: &State) {
        if let Some(key) = &self.waiting {
            state.wakers.remove(key);
        }
        give_back_slot(state);
    }
}

/// A child that leaves no outcome: it was aborted, or its runtime has ended.
impl Drop for Seat {
    #[inline]
    fn drop(&mut self) {
        if let Some(node) = &self.node
            && let Some(state) = node.scope_state()
        {
            self.leave(state);
            // It may not have come to be a task of its own.
            if let Some(id) = try_id().filter(|id| Some(*id) != self.spawner) {
                state.tasks.left_nothing(&id);
            }
            child_left(node, state);
        }
    }
}

pin_project! {
    pub(super) struct Child<F: Future> {
        #[pin]
        future: Option<F>,
        how: How<F::Output>,
        label: Label,
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
    pub(super) fn new(future: F, how: How<F::Output>, label: Label, seat: Seat) -> Self {
        Child {
            future: Some(future),
            how,
            label,
            begun: false,
            told: false,
            stuck_at: None,
            in_shield: false,
            seat,
        }
    }

    /// Drops the future, because the scope is over or the child came too late.
    #[cold]
    fn cut(self: Pin<&mut Self>) -> Poll<Output<F::Output>> {
        let mut this = self.project();
        let Some(node) = this.seat.node.clone() else { return Poll::Pending };
        let Some(state) = node.scope_state() else { return Poll::Pending };
        if *this.begun {
            let stuck_at = this.stuck_at.map(Site::of_await);
            let (label, in_shield) = (this.label.clone(), *this.in_shield);
            state.straggled(Straggler { label, stuck_at, in_shield });
        } else {
            state.cut_short();
        }
        let dropped = catch_unwind(AssertUnwindSafe(|| this.future.set(None)));
        if let Err(payload) = dropped {
            log::panic_in_drop(state, this.label, &text_of(&payload));
        }
        Poll::Ready(Output::Stopped(node.clone(), this.seat.end()))
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
    type Output = Output<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.as_mut().project();
        let stage = this.seat.stage();
        if stage == OVER || (stage != OPEN && !*this.begun) {
            return self.cut();
        }
        let polled = {
            let entered = context::enter(&mut this.seat.node, false, cx.waker());
            if !*this.begun && context::cause_around().is_some() {
                drop(entered);
                return self.cut();
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
                    drop_quietly(this.seat, this.label, value);
                    return Poll::Ready(settle_panic(this.seat, this.label, *this.how, payload));
                }
                Poll::Ready(settle(this.seat, this.label, *this.how, *this.told, value))
            }
            Err(payload) => {
                let future = AssertUnwindSafe(|| this.future.set(None));
                if let (Err(second), Some(state)) = (catch_unwind(future), this.seat.state()) {
                    log::panic_in_drop(state, this.label, &text_of(&second));
                }
                Poll::Ready(settle_panic(this.seat, this.label, *this.how, payload))
            }
        }
    }
}

/// Runs a blocking child. It cannot be dropped while it runs.
pub(super) fn run_blocking<R>(
    work: impl FnOnce() -> R,
    how: How<R>,
    label: &Label,
    mut seat: Seat,
) -> Output<R> {
    if let (true, Some(node)) = (seat.stage() != OPEN, seat.node.clone()) {
        if let Some(state) = node.scope_state() {
            state.cut_short();
        }
        drop_quietly(&seat, label, work);
        return Output::Stopped(node, seat.end());
    }
    let (ran, told) = {
        let entered = context::enter(&mut seat.node, false, Waker::noop());
        let ran = catch_unwind(AssertUnwindSafe(work));
        (ran, entered.was_told())
    };
    match ran {
        Ok(value) => settle(&mut seat, label, how, told, value),
        Err(payload) => settle_panic(&mut seat, label, how, payload),
    }
}

/// What panics in its destructor does so before the child is gone, and is contained.
#[cold]
fn drop_quietly<T>(seat: &Seat, label: &Label, value: T) {
    if let (Err(payload), Some(state)) =
        (catch_unwind(AssertUnwindSafe(|| drop(value))), seat.state())
    {
        log::panic_in_drop(state, label, &text_of(&payload));
    }
}

#[inline]
fn settle<T>(seat: &mut Seat, label: &Label, how: How<T>, told: bool, value: T) -> Output<T> {
    // All that the outcome's type says of it, which may panic.
    let judge = || {
        let is_failure = how.is_failure(&value);
        if let (true, true, Some(state)) = (is_failure, told, seat.state()) {
            state.cut_short();
            log::stopped(state, label, || how.text(&value));
        }
        (is_failure, (is_failure && !told).then(|| how.text(&value)))
    };
    match catch_unwind(AssertUnwindSafe(judge)) {
        Ok((_, Some(text))) => {
            let failure = Failure { label: label.clone(), text, error: None, panicked: false };
            fail(seat, failure, how, FailedWith::Value(value))
        }
        Ok((told, None)) => Output::Value { value, told, member: seat.end() },
        Err(payload) => {
            drop_quietly(seat, label, value);
            settle_panic(seat, label, how, payload)
        }
    }
}

#[cold]
fn settle_panic<T>(seat: &mut Seat, label: &Label, how: How<T>, payload: Payload) -> Output<T> {
    let (label, text) = (label.clone(), text_of(&payload));
    let failure = Failure { label, text, error: None, panicked: true };
    fail(seat, failure, how, FailedWith::Panic(payload))
}

#[cold]
fn fail<T>(seat: &mut Seat, failure: Failure, how: How<T>, with: FailedWith<T>) -> Output<T> {
    let record = match (&seat.node, seat.state()) {
        (Some(node), Some(state)) => report(node, state, failure),
        _ => None,
    };
    Output::Failed(Box::new(Failed { with: Some(with), record, how, member: seat.end() }))
}

/// The message of a panic.
pub(super) fn text_of(payload: &Payload) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic whose payload is no text".to_owned())
}
