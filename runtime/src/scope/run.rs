//! The future that runs a scope: it polls the body, ends the scope when there is a reason to, and is
//! ready when the body and all children are gone.

use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::child::text_of;
use super::error::{Failure, Label, Reason, ScopeError, Straggler};
use super::outcome::How;
use super::probe::Ending;
use super::rewritten::ScopeOptions;
use super::state::{ASKED, OPEN, OVER, Payload, Record, State, ask, end_grace, left_outer};
use super::{OnFailure, log};
use crate::__private::Site as StaticSite;
use crate::cancel::attend::Attendance;
use crate::cancel::context;
use crate::cancel::node::Node;
use crate::{Cause, Site};

const DEFAULT_GRACE: Duration = Duration::from_secs(1);

/// Makes the node of a scope below what is current.
///
/// # Errors
///
/// Nothing can run in it.
pub(super) fn open(options: ScopeOptions, site: Site) -> Result<Opened, ScopeError> {
    let label = Label { name: options.name, site };
    let none = |reason| Err(ScopeError::new(label.clone(), reason, Vec::new(), Vec::new()));
    if options.limit == 0 {
        return none(Reason::NoSlots);
    }
    if options.timeout == Some(Duration::ZERO) {
        return none(Reason::TimedOut(Duration::ZERO));
    }
    let outer = context::with_current(|node| node.and_then(|node| node.nearest_scope().cloned()));
    let outer =
        outer.filter(|outer| outer.scope_state().is_some_and(|state| state.children.enter()));
    // A length beyond the clock's range never ends.
    let ends = options.timeout.and_then(|limit| Instant::now().checked_add(limit));
    let state = State::new(label, options.on_failure, options.limit, outer);
    Ok(Opened {
        node: Arc::new(Node::scope(state, ends)),
        timeout: options.timeout.zip(ends),
        grace: options.grace.unwrap_or(DEFAULT_GRACE),
    })
}

pub(super) struct Opened {
    pub(super) node: Arc<Node>,
    timeout: Option<(Duration, Instant)>,
    grace: Duration,
}

pin_project! {
    pub(super) struct Run<B: Future> {
        #[pin]
        body: Option<B>,
        ended: Option<BodyEnd<B::Output>>,
        how: How<B::Output>,
        ending: Ending<B::Output>,
        // Code in the body was told that the scope is cancelled.
        told: bool,
        stuck_at: Option<&'static StaticSite>,
        timeout: Option<Duration>,
        #[pin]
        timer: Option<Sleep>,
        timed_out: bool,
        grace: Duration,
        #[pin]
        grace_timer: Option<Sleep>,
        attendance: Attendance,
        // The waker the node has.
        registered: Option<Waker>,
        closed: bool,
        // Once the scope ends: keeps checkpoints around it from dropping it meanwhile, as a shield does.
        hold: Option<Arc<Node>>,
        // None only while the body is polled.
        node: Option<Arc<Node>>,
    }

    impl<B: Future> PinnedDrop for Run<B> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if let Some(hold) = this.hold {
                hold.shield_ended();
            }
            if let (false, Some(node)) = (*this.closed, this.node)
                && let Some(state) = node.scope_state()
            {
                ask(node, state, Cause::ScopeClosed);
                end_grace(node, state);
                if state.children.abandon() {
                    left_outer(state);
                }
            }
        }
    }
}

/// How the body ended.
enum BodyEnd<R> {
    Returned(R),
    /// By itself, after that many children.
    Failed(R, usize),
    /// With an `Err`, after it was told that the scope is cancelled.
    Stopped(R),
    Panicked(Payload),
    /// At the end of the grace.
    Dropped,
}

impl<B: Future> Run<B> {
    pub(super) fn new(
        opened: Opened,
        body: B,
        how: How<B::Output>,
        ending: Ending<B::Output>,
    ) -> Self {
        Run {
            body: Some(body),
            ended: None,
            how,
            ending,
            told: false,
            stuck_at: None,
            timeout: opened.timeout.map(|(limit, _)| limit),
            timer: opened.timeout.map(|(_, ends)| sleep_until(ends)),
            timed_out: false,
            grace: opened.grace,
            grace_timer: None,
            attendance: Attendance::default(),
            registered: None,
            closed: false,
            hold: None,
            node: Some(opened.node),
        }
    }

    /// Looks at the context outside and at the timers.
    fn look(self: Pin<&mut Self>, cx: &mut Context<'_>) {
        let mut this = self.project();
        let Some(node) = this.node else { return };
        let Some(state) = node.scope_state() else { return };
        if state.stage() == OPEN {
            if let Some(cause) = context::cause_around() {
                ask(node, state, cause);
            } else if let (Some(timer), Some(limit)) =
                (this.timer.as_mut().as_pin_mut(), *this.timeout)
                && timer.poll(cx).is_ready()
            {
                *this.timed_out = true;
                ask(node, state, Cause::Deadline { limit });
            }
        }
        if state.stage() == ASKED {
            if this.grace_timer.is_none() {
                this.grace_timer.set(Some(sleep(*this.grace)));
            }
            if let Some(timer) = this.grace_timer.as_pin_mut()
                && timer.poll(cx).is_ready()
            {
                end_grace(node, state);
            }
        }
    }

    /// Polls the body, or drops it when the grace is over.
    fn poll_body(self: Pin<&mut Self>, cx: &mut Context<'_>) {
        let mut this = self.project();
        let over = this.node.as_ref().and_then(|node| node.scope_state()).map(State::stage);
        // What returns no `Result` cannot be ended without a value of its own.
        let ended = if over == Some(OVER) && this.ending.0.is_some() {
            BodyEnd::Dropped
        } else {
            let entered = context::enter(this.node, false, cx.waker());
            let Some(body) = this.body.as_mut().as_pin_mut() else { return };
            let polled = catch_unwind(AssertUnwindSafe(|| body.poll(cx)));
            *this.stuck_at = entered.site(*this.stuck_at);
            *this.told |= entered.was_told();
            match polled {
                Ok(Poll::Pending) => return,
                Ok(Poll::Ready(value)) if !this.how.is_failure(&value) => BodyEnd::Returned(value),
                Ok(Poll::Ready(value)) if *this.told => BodyEnd::Stopped(value),
                Ok(Poll::Ready(value)) => BodyEnd::Failed(value, 0),
                Err(payload) => BodyEnd::Panicked(payload),
            }
        };
        let Some(node) = this.node else { return };
        let Some(state) = node.scope_state() else { return };
        let label = Label { name: Some("body".into()), site: state.label.site };
        let ended = match ended {
            BodyEnd::Failed(value, _) => BodyEnd::Failed(value, state.ended().failures.len()),
            BodyEnd::Dropped => {
                let stuck_at = this.stuck_at.map(Site::of_await);
                state.straggled(Straggler { label: label.clone(), stuck_at });
                BodyEnd::Dropped
            }
            ended => ended,
        };
        let goes_on = match ended {
            BodyEnd::Returned(_) => true,
            BodyEnd::Failed(..) => state.on_failure == OnFailure::WaitAll,
            _ => false,
        };
        *this.ended = Some(ended);
        if !goes_on {
            ask(node, state, Cause::ScopeClosed);
        }
        // Its locals go before the children are waited for: a `Task` gives its error back.
        let dropped = catch_unwind(AssertUnwindSafe(|| this.body.set(None)));
        if let Err(payload) = dropped {
            log::panic_in_drop(state, &label, &text_of(&payload));
        }
    }

    /// The output, when all are gone.
    fn finish(self: Pin<&mut Self>) -> B::Output {
        let this = self.project();
        *this.closed = true;
        let (Some(ended), Some(node)) = (this.ended.take(), this.node) else {
            unreachable!("the scope is polled after it has ended")
        };
        let Some(state) = node.scope_state() else { unreachable!("the scope has a state") };
        left_outer(state);
        let mut all = mem::take(&mut *state.ended());
        let panic = all.failures.iter_mut().find_map(|record| record.payload.take());
        let body_ended = match ended {
            BodyEnd::Panicked(payload) => resume_unwind(payload),
            ended => ended,
        };
        if let Some(payload) = panic {
            resume_unwind(payload);
        }
        let cause = node.cause_of_scope();
        let reason = match cause {
            Some(Cause::Deadline { limit }) if *this.timed_out => Reason::TimedOut(limit),
            Some(Cause::SiblingFailed) | None => Reason::Failed,
            Some(cause) => Reason::Ended(cause),
        };
        // Cancelled from inside, children may as well be dropped.
        let ended_outside = matches!(cause, Some(Cause::Deadline { .. } | Cause::Requested));
        let cut_short = ended_outside && state.cut_short.load(Ordering::Acquire);
        let timed_out = *this.timed_out;
        let cut = match body_ended {
            BodyEnd::Returned(_) => cut_short,
            BodyEnd::Stopped(_) | BodyEnd::Dropped => true,
            BodyEnd::Failed(..) | BodyEnd::Panicked(_) => false,
        };
        if cut && all.failures.is_empty() && !timed_out {
            // If the context outside is cancelled, this is not the failure of whoever returns it.
            let _ = context::cause();
        }
        let (output, body_failed_at) = match body_ended {
            BodyEnd::Returned(value) if all.failures.is_empty() && !cut_short => return value,
            BodyEnd::Returned(value) => (Some(value), None),
            BodyEnd::Stopped(value)
                if all.failures.is_empty() && all.stragglers.is_empty() && !timed_out =>
            {
                return value;
            }
            BodyEnd::Stopped(value) => (Some(value), None),
            BodyEnd::Failed(value, at) if is_the_error(state.on_failure, at, &all.failures) => {
                return value;
            }
            BodyEnd::Failed(value, at) => (Some(value), Some(at)),
            BodyEnd::Dropped | BodyEnd::Panicked(_) => (None, None),
        };
        let mut failures: Vec<_> = all.failures.into_iter().map(|record| record.failure).collect();
        let mut fail = |body: Option<(B::Output, usize)>| {
            if let Some((value, at)) = body {
                let label = Label { name: Some("body".into()), site: state.label.site };
                let text = this.how.text(&value);
                let error = this.how.error(value);
                failures.insert(at, Failure { label, text, error, panicked: false });
            }
            let reason = match reason {
                Reason::Ended(Cause::ScopeClosed) if !failures.is_empty() => Reason::Failed,
                reason => reason,
            };
            let failures = mem::take(&mut failures);
            ScopeError::new(state.label.clone(), reason, failures, mem::take(&mut all.stragglers))
        };
        match (this.ending.0, output) {
            (Some(ending), output) => ending(fail(output.zip(body_failed_at))),
            (None, Some(value)) => {
                log::error(&fail(None));
                value
            }
            (None, None) => unreachable!("a body that returns no `Result` is not dropped"),
        }
    }
}

/// Whether the body's own error, that came after `at` others, says it all.
fn is_the_error(on_failure: OnFailure, at: usize, failures: &[Record]) -> bool {
    match on_failure {
        OnFailure::Supervise => true,
        // The first counts. One that was awaited is most likely what the body returns.
        OnFailure::CancelSiblings => at == 0 || failures.first().is_some_and(|first| first.claimed),
        OnFailure::WaitAll => match failures {
            [] => true,
            [only] => only.claimed,
            _ => false,
        },
    }
}

impl<B: Future> Future for Run<B> {
    type Output = B::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = self.as_mut().project();
        if let Some(node) = this.node
            && !this.registered.as_ref().is_some_and(|waker| waker.will_wake(cx.waker()))
        {
            node.signal.register(cx.waker());
            *this.registered = Some(cx.waker().clone());
        }
        self.as_mut().look(cx);
        if self.body.is_some() {
            self.as_mut().poll_body(cx);
        }
        // The context may have been cancelled meanwhile: whoever is around hears of it next.
        self.as_mut().look(cx);
        let this = self.as_mut().project();
        let state = this.node.as_ref().and_then(|node| node.scope_state());
        if this.ended.is_some() && state.is_some_and(|state| state.children.close_if_empty()) {
            if let Some(hold) = this.hold.take() {
                hold.shield_ended();
            }
            return Poll::Ready(self.finish());
        }
        if state.is_some_and(|state| state.stage() != OPEN) {
            context::note(this.hold.get_or_insert_with(|| Arc::new(Node::shield(None))));
        }
        if !context::is_reached(cx.waker()) {
            this.attendance.attend(cx);
        }
        Poll::Pending
    }
}
