//! The future that runs a scope: it polls the body, ends the scope when there is a reason to, and is
//! ready when the body and all children are gone.

use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::child::text_of;
use super::error::{Label, Name, Reason, ScopeError, Straggler};
use super::outcome::How;
use super::probe::Ending;
use super::rewritten::ScopeOptions;
use super::state::{ASKED, OPEN, OVER, State, ask, end_grace, left_outer};
use super::verdict::{BodyEnd, Verdict};
use super::{OnFailure, Scope, log};
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
    let label = Label { name: options.name.map(Name::from), site };
    if options.limit == 0 {
        return Err(ScopeError::at_once(label, Reason::NoSlots));
    }
    if options.timeout == Some(Duration::ZERO) {
        return Err(ScopeError::at_once(label, Reason::TimedOut(Duration::ZERO)));
    }
    let outer = context::with_current(|node| node.and_then(|node| node.nearest_scope().cloned()));
    let outer =
        outer.filter(|outer| outer.scope_state().is_some_and(|state| state.seats.children.enter()));
    // A length beyond the clock's range never ends.
    let ends = options.timeout.and_then(|limit| Instant::now().checked_add(limit));
    let state = State::new(label, options.on_failure, options.limit, outer);
    Ok(Opened {
        node: Some(Arc::new(Node::scope(state, ends))),
        timeout: options.timeout.zip(ends),
        grace: options.grace.unwrap_or(DEFAULT_GRACE),
    })
}

pub(super) struct Opened {
    /// None once it runs.
    node: Option<Arc<Node>>,
    timeout: Option<(Duration, Instant)>,
    grace: Duration,
}

impl Opened {
    /// A handle, for a body that takes one.
    pub(super) fn scope(&self) -> Scope {
        match &self.node {
            Some(node) => Scope::new(Arc::clone(node)),
            None => unreachable!("`Run::new` takes the node, and all else"),
        }
    }
}

/// The body panicked before it was a future.
impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(node) = &self.node {
            abandon(node);
        }
    }
}

/// Ends a scope that nobody waits for any more.
fn abandon(node: &Node) {
    let Some(state) = node.scope_state() else { return };
    ask(node, state, Cause::ScopeClosed);
    end_grace(node, state);
    if state.abandon() {
        left_outer(state);
    }
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
        in_shield: bool,
        timeout: Option<Duration>,
        #[pin]
        timer: Option<Sleep>,
        timed_out: bool,
        grace: Duration,
        // Everyone asked has been woken.
        asked: bool,
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
            if let (false, Some(node)) = (*this.closed, this.node) {
                abandon(node);
            }
        }
    }
}

impl<B: Future> Run<B> {
    pub(super) fn new(
        mut opened: Opened,
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
            in_shield: false,
            timeout: opened.timeout.map(|(limit, _)| limit),
            timer: opened.timeout.map(|(_, ends)| sleep_until(ends)),
            timed_out: false,
            grace: opened.grace,
            asked: false,
            grace_timer: None,
            attendance: Attendance::default(),
            registered: None,
            closed: false,
            hold: None,
            node: opened.node.take(),
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
        if let Some(timer) = this.grace_timer.as_pin_mut()
            && state.stage() == ASKED
            && timer.poll(cx).is_ready()
        {
            end_grace(node, state);
            if this.body.is_some() && this.ending.0.is_none() {
                log::body_goes_on(state);
            }
        }
    }

    /// Starts the grace, once the scope is asked to end. Mostly everyone stops at once, so there is one
    /// round of polls before a timer is set.
    fn start_grace(mut self: Pin<&mut Self>, cx: &mut Context<'_>) {
        let mut this = self.as_mut().project();
        let Some(node) = this.node else { return };
        let Some(state) = node.scope_state() else { return };
        if state.stage() != ASKED || this.grace_timer.is_some() {
            return;
        }
        if !mem::replace(this.asked, true) {
            cx.waker().wake_by_ref();
            return;
        }
        this.grace_timer.set(Some(sleep(*this.grace)));
        // Polled, it is left with the runtime.
        self.look(cx);
    }

    /// Polls the body, or drops it when the grace is over.
    fn poll_body(self: Pin<&mut Self>, cx: &mut Context<'_>) {
        let mut this = self.project();
        let stage = this.node.as_ref().and_then(|node| node.scope_state()).map(State::stage);
        // Without a value of its own, what returns neither a `Result` nor `()` goes on.
        let ended = if stage == Some(OVER) && this.ending.0.is_some() {
            BodyEnd::Dropped
        } else {
            let noted = context::noted();
            let entered = context::enter(this.node, false, cx.waker());
            let Some(body) = this.body.as_mut().as_pin_mut() else { return };
            let polled = catch_unwind(AssertUnwindSafe(|| body.poll(cx)));
            *this.stuck_at = entered.site(*this.stuck_at);
            *this.told |= entered.was_told();
            if stage != Some(OPEN) {
                *this.in_shield = context::is_in_shield_since(noted);
            }
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
        let label = Label { name: Some(Name::Static("body")), site: state.label.site };
        let ended = match ended {
            BodyEnd::Stopped(value) => {
                log::stopped(state, &label, || this.how.text(&value));
                BodyEnd::Stopped(value)
            }
            BodyEnd::Failed(value, _) => BodyEnd::Failed(value, state.ended().failures.len()),
            BodyEnd::Dropped => {
                let stuck_at = this.stuck_at.map(Site::of_await);
                let (label, in_shield) = (label.clone(), *this.in_shield);
                state.straggled(Straggler { label, stuck_at, in_shield });
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
        match (dropped, &this.ended) {
            (Ok(()), _) => {}
            // As of a child: it is a panic of what has run.
            (Err(payload), Some(BodyEnd::Returned(_))) => {
                *this.ended = Some(BodyEnd::Panicked(payload));
                ask(node, state, Cause::ScopeClosed);
            }
            (Err(payload), _) => log::panic_in_drop(state, &label, &text_of(&payload)),
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
        Verdict { node, state, timed_out: *this.timed_out, how: *this.how }.give(ended, this.ending)
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
        if this.ended.is_some() && state.is_some_and(State::close_if_empty) {
            if let Some(hold) = this.hold.take() {
                hold.shield_ended();
            }
            return Poll::Ready(self.finish());
        }
        if state.is_some_and(|state| state.stage() != OPEN) {
            context::note(this.hold.get_or_insert_with(|| Arc::new(Node::hold())));
        }
        self.as_mut().start_grace(cx);
        let this = self.project();
        if !context::is_reached(cx.waker()) {
            this.attendance.attend(cx);
        }
        Poll::Pending
    }
}
