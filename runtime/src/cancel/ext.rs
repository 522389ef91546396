//! Cancellation for code without the attribute: `.or_cancelled(&token)` on any future.

use std::future::{Future, IntoFuture};
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::cancelled::{Cancelled, Cause, Site};
use super::checkpoint::Frame;
use super::context;

/// Adds [`or_cancelled`](CancelExt::or_cancelled) to every future.
pub trait CancelExt: IntoFuture + Sized {
    /// Waits for the future, but no longer than until `token` is cancelled. The ambient context
    /// plays no part in it.
    ///
    /// What is waited for is dropped on cancel, which ends a future but not a task: a
    /// `JoinHandle` waited for like this goes on running. A future in which a [`shield`] is under
    /// way is waited for until the shield has ended.
    ///
    /// [`shield`]: crate::shield
    ///
    /// # Errors
    ///
    /// [`Cancelled`], if the token is cancelled before the first poll (the future is then never
    /// started), or later while the future is still pending. A value that is ready in the same
    /// poll wins.
    ///
    /// # Cancel safety
    ///
    /// As cancel safe as the future.
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::{CancelExt, CancellationToken};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let token = CancellationToken::new();
    /// let worker = tokio::spawn(async { 42 });
    /// match worker.or_cancelled(&token).await {
    ///     Ok(joined) => assert_eq!(joined.unwrap(), 42),
    ///     Err(cancelled) => println!("{cancelled}; the worker goes on"),
    /// }
    /// # }
    /// ```
    #[track_caller]
    fn or_cancelled(self, token: &CancellationToken) -> OrCancelled<Self::IntoFuture> {
        OrCancelled {
            future: self.into_future(),
            cancelled: token.clone().cancelled_owned(),
            token: token.clone(),
            frame: Frame::default(),
            site: Site::of_call(Location::caller()),
            started: false,
        }
    }
}

impl<F: IntoFuture> CancelExt for F {}

pin_project! {
    /// The future of [`CancelExt::or_cancelled`].
    #[must_use = "futures do nothing unless polled"]
    pub struct OrCancelled<F> {
        #[pin]
        future: F,
        #[pin]
        cancelled: WaitForCancellationFutureOwned,
        token: CancellationToken,
        frame: Frame,
        site: Site,
        started: bool,
    }
}

impl<F: Future> Future for OrCancelled<F> {
    type Output = Result<F::Output, Cancelled>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let stopped = Cancelled::new(Cause::Requested, *this.site);
        if !*this.started && this.token.is_cancelled() {
            return Poll::Ready(Err(stopped));
        }
        *this.started = true;
        {
            let _watching = context::watch();
            let before = context::noted();
            let polled = this.future.poll(cx);
            this.frame.hear(before);
            if let Poll::Ready(value) = polled {
                return Poll::Ready(Ok(value));
            }
        }
        ready!(this.cancelled.poll(cx));
        if this.frame.holds_shield(cx.waker()) { Poll::Pending } else { Poll::Ready(Err(stopped)) }
    }
}

impl<F> std::fmt::Debug for OrCancelled<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrCancelled").field("site", &self.site).finish_non_exhaustive()
    }
}
