//! The only publish that waits: with a limit, and with the item back when it comes to nothing.
//!
//! In a `#[cancellable]` function an ordinary checkpoint would drop the future, and the item with it.
//! So, like a shield, the future has inherent methods that go before the trait's: it is always polled,
//! looks at the context itself, and ends in `Unpublished::Cancelled`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::time::Sleep;

use super::line::Ticket;
use super::published::{Loss, Unpublished};
use super::publisher::Publisher;
use super::state::Refused;
use crate::__private::{Frame, Site as StaticSite, TryStop};
use crate::cancel::attend::Attendance;
use crate::cancel::checkpoint::{Verdict, look};
use crate::cancel::context;
use crate::cancel::node::Interrupt;
use crate::{Cancelled, Cause, Site};

/// The future of [`publish_within`](Publisher::publish_within).
#[must_use = "futures do nothing unless polled"]
pub struct PublishWithin<'a, T> {
    publisher: &'a Publisher<T>,
    item: Option<T>,
    limit: Duration,
    site: Site,
    started: bool,
    ticket: Option<Ticket>,
    over: Option<Pin<Box<Sleep>>>,
    attendance: Attendance,
}

/// Nothing in it is pinned but the timer, which is boxed.
impl<T> Unpin for PublishWithin<'_, T> {}

impl<'a, T> PublishWithin<'a, T> {
    pub(super) fn new(publisher: &'a Publisher<T>, item: T, limit: Duration, site: Site) -> Self {
        PublishWithin {
            publisher,
            item: Some(item),
            limit,
            site,
            started: false,
            ticket: None,
            over: None,
            attendance: Attendance::default(),
        }
    }

    fn poll_looking(
        &mut self,
        cx: &mut Context<'_>,
        look: impl Fn(&Waker) -> Verdict,
    ) -> Poll<Result<(), Unpublished<T>>> {
        if !self.started {
            match look(cx.waker()) {
                Verdict::Go => {}
                Verdict::Suspend => return Poll::Pending,
                Verdict::Stop(cause) => return self.stopped(cause),
            }
        }
        let budget = ready!(tokio::task::coop::poll_proceed(cx));
        self.started = true;
        let item = self.item.take().expect("`publish_within` is polled after it was ready");
        match self.publisher.shared().offer(item, &mut self.ticket, cx.waker()) {
            Ok(()) => {
                budget.made_progress();
                return Poll::Ready(Ok(()));
            }
            Err(Refused::Closed(item)) => {
                budget.made_progress();
                self.publisher.shared().hand_back(&item, Loss::Closed);
                return Poll::Ready(Err(Unpublished::Closed { item }));
            }
            Err(Refused::Full(item)) => self.item = Some(item),
        }
        let limit = self.limit;
        let over = self.over.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        if over.as_mut().poll(cx).is_ready() {
            budget.made_progress();
            return self.give_up(Loss::TimedOut, |item| Unpublished::TimedOut { item, limit });
        }
        if !context::is_reached(cx.waker()) {
            self.attendance.attend(cx);
        }
        match look(cx.waker()) {
            Verdict::Stop(cause) => self.stopped(cause),
            Verdict::Go | Verdict::Suspend => Poll::Pending,
        }
    }

    fn stopped(&mut self, cause: Cause) -> Poll<Result<(), Unpublished<T>>> {
        let cancelled = Cancelled::new(cause, self.site);
        self.give_up(Loss::Cancelled, |item| Unpublished::Cancelled { item, cancelled })
    }

    fn give_up(
        &mut self,
        why: Loss,
        error: impl FnOnce(T) -> Unpublished<T>,
    ) -> Poll<Result<(), Unpublished<T>>> {
        self.leave_line();
        let item = self.item.take().expect("`publish_within` is polled after it was ready");
        self.publisher.shared().hand_back(&item, why);
        Poll::Ready(Err(error(item)))
    }

    fn leave_line(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.publisher.shared().leave_line(ticket);
        }
    }

    #[doc(hidden)]
    pub fn __asyncward_checkpoint<'f>(
        mut self,
        frame: &'f Frame,
        site: &'static StaticSite,
    ) -> Guarded<'f, 'a, T> {
        self.site = Site::of_await(site);
        Guarded { publish: self, frame, site, waited: false }
    }

    #[doc(hidden)]
    pub fn __asyncward_arm<'f>(
        self,
        frame: &'f Frame,
        site: &'static StaticSite,
    ) -> Guarded<'f, 'a, T> {
        self.__asyncward_checkpoint(frame, site)
    }

    #[doc(hidden)]
    pub fn __asyncward_try_arm<'f>(
        self,
        frame: &'f Frame,
        site: &'static StaticSite,
    ) -> TryGuarded<'f, 'a, T> {
        TryGuarded(self.__asyncward_checkpoint(frame, site))
    }
}

impl<T> Future for PublishWithin<'_, T> {
    type Output = Result<(), Unpublished<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_looking(cx, |_| {
            if !context::raised() {
                return Verdict::Go;
            }
            match context::interrupt(None) {
                Some(Interrupt::Cancelled(cause)) => Verdict::Stop(cause),
                Some(Interrupt::Abandon) => Verdict::Suspend,
                None => Verdict::Go,
            }
        })
    }
}

/// Room that it was woken for and does not use goes to the next in line.
impl<T> Drop for PublishWithin<'_, T> {
    fn drop(&mut self) {
        self.leave_line();
    }
}

impl<T> fmt::Debug for PublishWithin<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublishWithin")
            .field("limit", &self.limit)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

/// One that is awaited in a `#[cancellable]` function.
#[doc(hidden)]
#[must_use = "futures do nothing unless polled"]
pub struct Guarded<'f, 'a, T> {
    publish: PublishWithin<'a, T>,
    frame: &'f Frame,
    site: &'static StaticSite,
    waited: bool,
}

impl<T> Future for Guarded<'_, '_, T> {
    type Output = Result<Result<(), Unpublished<T>>, Cancelled>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (frame, site) = (self.frame, self.site);
        let polled = self.publish.poll_looking(cx, |waker| look(frame, None, site, waker));
        if polled.is_pending() {
            self.waited = true;
            context::stayed_pending(site);
        } else if self.waited {
            context::went_on();
        }
        polled.map(Ok)
    }
}

/// The same as an argument of `try_join!`.
#[doc(hidden)]
#[must_use = "futures do nothing unless polled"]
pub struct TryGuarded<'f, 'a, T>(Guarded<'f, 'a, T>);

impl<T> Future for TryGuarded<'_, '_, T> {
    type Output = Result<(), TryStop<Unpublished<T>>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|guarded| match guarded {
            Ok(published) => published.map_err(TryStop::Error),
            Err(cancelled) => Err(TryStop::Cancelled(cancelled)),
        })
    }
}
