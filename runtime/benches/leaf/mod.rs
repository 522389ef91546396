//! What the calls that are measured wait for.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A leaf that is pending once and wakes itself.
#[derive(Default)]
pub(super) struct Suspends {
    polled: bool,
}

impl Future for Suspends {
    type Output = ();

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.polled, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
