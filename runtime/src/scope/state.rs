//! The state of one scope, shared by the future that runs it and its children. It stands in the
//! scope's node, which children find as their ambient context.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::Id;

use super::children::{Children, Left, MOST};
use super::error::{Failure, Label, Straggler};
use super::outcome::BoxError;
use super::slots::Slots;
use super::tasks::Tasks;
use super::wakers::Wakers;
use super::{OnFailure, log};
use crate::cancel::node::Node;
use crate::{Cause, Site};

pub(super) type Payload = Box<dyn Any + Send>;

/// How far the end of a scope has come. Only grows.
pub(super) const OPEN: u8 = 0;
/// Children are asked to stop: their checkpoints return `Cancelled`.
pub(super) const ASKED: u8 = 1;
/// The grace is over: children drop what they run.
pub(super) const OVER: u8 = 2;

pub(crate) struct State {
    pub(super) label: Label,
    pub(super) on_failure: OnFailure,
    pub(super) limit: usize,
    pub(super) runtime: Option<Handle>,
    /// Both are written by every child, the rest is read.
    pub(super) seats: Seats,
    pub(super) tasks: Tasks<Id>,
    stage: AtomicU8,
    /// Of suspended children, who are woken when the stage grows.
    pub(super) wakers: Wakers,
    /// A child was stopped, dropped or not begun because the scope ended.
    pub(super) cut_short: AtomicBool,
    ended: Mutex<Ended>,
    /// The scope around, one of whose children this counts as. It is the outer one's business
    /// when the future of this one is dropped while children still end.
    pub(super) outer: Option<Arc<Node>>,
}

/// The slots, and who has one. Apart from the rest in memory.
#[repr(align(128))]
pub(crate) struct Seats {
    pub(super) slots: Slots,
    pub(super) children: Children,
}

#[derive(Default)]
pub(super) struct Ended {
    pub(super) failures: Vec<Record>,
    pub(super) stragglers: Vec<Straggler>,
    /// Spawns that waited for a slot when time was up.
    pub(super) waits: Vec<Site>,
}

/// A child that failed.
pub(super) struct Record {
    pub(super) failure: Failure,
    /// Somebody awaited the outcome.
    pub(super) claimed: bool,
    /// Of a panic that nobody awaited.
    pub(super) payload: Option<Payload>,
}

impl State {
    pub(super) fn new(
        label: Label,
        on_failure: OnFailure,
        limit: usize,
        outer: Option<Arc<Node>>,
    ) -> Self {
        let limit = limit.min(Semaphore::MAX_PERMITS).min(MOST);
        let runtime = Handle::try_current().ok();
        // Never more than can be alive: most scopes are small.
        let threads = runtime.as_ref().map_or(1, |runtime| runtime.metrics().num_workers());
        State {
            label,
            on_failure,
            limit,
            runtime,
            seats: Seats { slots: Slots::new(limit), children: Children::new() },
            tasks: Tasks::new(),
            stage: AtomicU8::new(OPEN),
            wakers: Wakers::new(threads.min(limit)),
            cut_short: AtomicBool::new(false),
            ended: Mutex::default(),
            outer,
        }
    }

    #[inline]
    pub(super) fn stage(&self) -> u8 {
        self.stage.load(Ordering::Acquire)
    }

    /// Closes the scope if nothing is left of its children.
    pub(super) fn close_if_empty(&self) -> bool {
        self.seats.children.close_if_empty(|| self.tasks.count())
    }

    /// Closes it with what is left. True if that is nothing.
    pub(super) fn abandon(&self) -> bool {
        self.seats.children.abandon(|| self.tasks.count())
    }

    pub(super) fn ended(&self) -> MutexGuard<'_, Ended> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn cut_short(&self) {
        // Children by the thousand come by here.
        if !self.cut_short.load(Ordering::Relaxed) {
            self.cut_short.store(true, Ordering::Release);
        }
    }

    /// Names a child that was dropped at the end of the grace.
    pub(super) fn straggled(&self, straggler: Straggler) {
        self.cut_short();
        log::straggler(self, &straggler);
        self.ended().stragglers.push(straggler);
    }

    /// The error or panic of a child that was found after all, because its `Task` was dropped.
    pub(super) fn complete(&self, at: usize, error: Option<BoxError>, payload: Option<Payload>) {
        if let Some(record) = self.ended().failures.get_mut(at) {
            record.failure.error = error;
            record.payload = payload;
        }
    }

    /// Somebody awaited the outcome of a child that failed.
    pub(super) fn claim(&self, at: usize) {
        if let Some(record) = self.ended().failures.get_mut(at) {
            record.claimed = true;
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("name", &self.label.name)
            .field("children", &self.seats.children.len())
            .field("limit", &self.limit)
            .field("on_failure", &self.on_failure)
            .finish_non_exhaustive()
    }
}

/// Asks the children and the body of the scope in `node` to stop. The first cause stays.
pub(super) fn ask(node: &Node, state: &State, cause: Cause) {
    // Cause first: whoever sees the stage finds it.
    if state.stage() != OPEN {
        return;
    }
    node.settle(cause);
    advance(node, state, ASKED);
}

/// Has the children drop what they run.
pub(super) fn end_grace(node: &Node, state: &State) {
    advance(node, state, OVER);
}

fn advance(node: &Node, state: &State, stage: u8) {
    if state.stage.fetch_max(stage, Ordering::AcqRel) < stage {
        // Whoever waits for a slot learns it too, wherever it waits.
        state.seats.slots.close();
        state.wakers.wake(stage);
        node.signal.wake_task();
    }
}

/// A child has failed: what the policy says about it. Gives the place of its record, if one is kept; the
/// outcome may be added later.
pub(super) fn report(node: &Node, state: &State, failure: Failure) -> Option<usize> {
    log::failure(state, &failure);
    if state.on_failure == OnFailure::Supervise && !failure.panicked {
        return None;
    }
    let at = {
        let failures = &mut state.ended().failures;
        failures.push(Record { failure, claimed: false, payload: None });
        failures.len() - 1
    };
    if state.on_failure == OnFailure::CancelSiblings {
        ask(node, state, Cause::SiblingFailed);
    }
    Some(at)
}

/// To be called when all of a child is gone that leaves no outcome.
pub(super) fn child_left(node: &Node, state: &State) {
    tell_left(node, state, state.seats.children.leave(|| state.tasks.count()));
}

/// To be called when all of a child is gone but its outcome.
pub(super) fn child_ended(node: &Node, state: &State) {
    tell_left(node, state, state.seats.children.end(|| state.tasks.count()));
}

/// To be called when a child's outcome is gone, or somebody has it.
pub(super) fn outcome_gone(node: &Node, state: &State) {
    tell_left(node, state, state.seats.children.outcome_gone(|| state.tasks.count()));
}

/// To be called before `child_left` or `child_ended`: whoever sees one child less can spawn one more.
pub(super) fn give_back_slot(state: &State) {
    // An ended scope has no use for its slots.
    if state.stage() == OPEN {
        state.seats.slots.give_back();
    }
}

fn tell_left(node: &Node, state: &State, left: Left) {
    match left {
        Left::Nobody => {}
        Left::Scope => node.signal.wake_task(),
        Left::Outer => left_outer(state),
    }
}

/// The last of a scope is gone.
pub(super) fn left_outer(state: &State) {
    if let Some(outer) = &state.outer
        && let Some(outer_state) = outer.scope_state()
    {
        child_left(outer, outer_state);
    }
}
