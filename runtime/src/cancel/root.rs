//! A root: where a context begins. It listens to a token and a timer, once each, and makes its node
//! current for the time of each poll of the future inside.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::cancelled::Cause;
use super::context::{self, Node};

pin_project! {
    /// The future of [`with_token`](crate::with_token) and [`with_timeout`](crate::with_timeout).
    #[must_use = "futures do nothing unless polled"]
    pub struct Root<F> {
        #[pin]
        future: F,
        #[pin]
        cancelled: Option<WaitForCancellationFutureOwned>,
        #[pin]
        timer: Option<Sleep>,
        token: Option<CancellationToken>,
        timeout: Option<Duration>,
        // From the first poll on.
        node: Option<Arc<Node>>,
        // When the timeout ends.
        ends: Option<Instant>,
        // A level outside listens to the same token, or ends earlier.
        relies_on_outer: bool,
        // The waker the node has.
        registered: Option<Waker>,
    }
}

/// A root with what is given of token and timeout.
pub fn root<F: Future>(
    token: Option<CancellationToken>,
    timeout: Option<Duration>,
    future: F,
) -> Root<F> {
    Root {
        future,
        cancelled: None,
        timer: None,
        token,
        timeout,
        node: None,
        ends: None,
        relies_on_outer: false,
        registered: None,
    }
}

impl<F: Future> Root<F> {
    /// The first poll: a relative timeout starts here, not at construction.
    fn begin(self: Pin<&mut Self>) {
        let this = self.project();
        let parent = context::current();
        // A length beyond the clock's range never ends.
        let timeout =
            this.timeout.and_then(|limit| Instant::now().checked_add(limit).map(|at| (at, limit)));
        *this.ends = timeout.map(|(at, _)| at).filter(|_| *this.timeout != Some(Duration::ZERO));
        let outer_ends = parent.as_ref().and_then(|node| node.deadline());
        let outer_ends_first =
            this.ends.is_some_and(|own| outer_ends.is_some_and(|outer| outer <= own));
        let outer_listens = this
            .token
            .as_ref()
            .is_some_and(|token| parent.as_ref().is_some_and(|node| node.listens_to(token)));
        *this.relies_on_outer = outer_ends_first || outer_listens;
        let node = Node::root(parent, this.token.clone(), timeout);
        *this.node = Some(Arc::new(node));
        set_sources(
            this.token.as_ref().filter(|_| !outer_listens),
            this.ends.filter(|_| !outer_ends_first),
            this.cancelled,
            this.timer,
        );
    }
}

/// What a root waits for, as far as it does not yet.
fn set_sources(
    token: Option<&CancellationToken>,
    ends: Option<Instant>,
    mut cancelled: Pin<&mut Option<WaitForCancellationFutureOwned>>,
    mut timer: Pin<&mut Option<Sleep>>,
) {
    if let Some(token) = token
        && cancelled.is_none()
    {
        cancelled.set(Some(token.clone().cancelled_owned()));
    }
    if let Some(ends) = ends
        && timer.is_none()
    {
        timer.set(Some(sleep_until(ends)));
    }
}

/// Asks token and timer, and leaves the node's waker with them. They are not polled again until
/// they call it.
fn listen(
    node: &Arc<Node>,
    mut cancelled: Pin<&mut Option<WaitForCancellationFutureOwned>>,
    mut timer: Pin<&mut Option<Sleep>>,
    timeout: Option<Duration>,
) {
    if cancelled.is_none() && timer.is_none() {
        return;
    }
    let waker = Waker::from(Arc::clone(node));
    let mut cx = Context::from_waker(&waker);
    if let Some(future) = cancelled.as_mut().as_pin_mut()
        && future.poll(&mut cx).is_ready()
    {
        node.settle(Cause::Requested);
        cancelled.set(None);
    }
    if let Some(future) = timer.as_mut().as_pin_mut()
        && future.poll(&mut cx).is_ready()
    {
        if let Some(limit) = timeout {
            node.settle(Cause::Deadline { limit });
        }
        timer.set(None);
    }
}

impl<F: Future> Future for Root<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut ask = self.node.is_none();
        if ask {
            self.as_mut().begin();
        }
        let mut this = self.project();
        if let Some(node) = this.node {
            if !this.registered.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                node.signal.register(cx.waker());
                *this.registered = Some(cx.waker().clone());
            }
            if *this.relies_on_outer && !node.is_at_home() {
                // Moved out of what listened in its place, and may be gone.
                *this.relies_on_outer = false;
                let (cancelled, timer) = (this.cancelled.as_mut(), this.timer.as_mut());
                set_sources(this.token.as_ref(), *this.ends, cancelled, timer);
                ask = true;
            }
            if ask || node.signal.take_fired() {
                listen(node, this.cancelled, this.timer, *this.timeout);
            }
        }
        let stillborn = *this.timeout == Some(Duration::ZERO) || context::stillborn();
        let _entered = context::enter(this.node, stillborn);
        this.future.poll(cx)
    }
}

impl<F> std::fmt::Debug for Root<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Root").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
