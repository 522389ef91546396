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
        // What is asked for, until the first poll.
        token: Option<CancellationToken>,
        timeout: Option<Duration>,
        // What came of it, from the first poll on.
        node: Option<Arc<Node>>,
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
    Root { future, cancelled: None, timer: None, token, timeout, node: None, registered: None }
}

impl<F: Future> Root<F> {
    /// The first poll: a relative timeout starts here, not at construction.
    fn begin(self: Pin<&mut Self>) -> Arc<Node> {
        let mut this = self.project();
        let parent = context::current();
        // A length beyond the clock's range never ends.
        let timeout =
            this.timeout.and_then(|limit| Instant::now().checked_add(limit).map(|at| (at, limit)));
        let outer = parent.as_ref().and_then(|node| node.deadline());
        if let Some((at, limit)) = timeout
            && !limit.is_zero()
            && outer.is_none_or(|outer| at < outer)
        {
            this.timer.set(Some(sleep_until(at)));
        }
        let token = this.token.take();
        if let Some(token) = &token
            && !parent.as_ref().is_some_and(|parent| parent.listens_to(token))
        {
            this.cancelled.set(Some(token.clone().cancelled_owned()));
        }
        Arc::new(Node::root(parent, token, timeout))
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
        let fresh = self.node.is_none();
        if fresh {
            let node = self.as_mut().begin();
            *self.as_mut().project().node = Some(node);
        }
        let this = self.project();
        if let Some(node) = this.node {
            if !this.registered.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                node.signal.register(cx.waker());
                *this.registered = Some(cx.waker().clone());
            }
            if fresh || node.signal.take_fired() {
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
