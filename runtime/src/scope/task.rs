//! The handle of a child: [`Task`].

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker, ready};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::error::Label;
use super::link::{Ending, Link};
use super::outcome::How;
use crate::cancel::context;
use crate::cancel::node::Node;

/// What a child and its `Task` share.
pub(super) struct ChildLink {
    pub(super) link: Link,
    pub(super) label: Label,
    /// The scope, once it has to do with the child's end: a child that completes never sets it.
    scope: OnceLock<Arc<Node>>,
}

impl ChildLink {
    pub(super) fn new(label: Label) -> Arc<Self> {
        Arc::new(ChildLink { link: Link::new(), label, scope: OnceLock::new() })
    }

    /// [`Link::deliver`] of a child that did not complete.
    pub(super) fn deliver(&self, ending: Ending, node: &Arc<Node>) -> bool {
        self.scope.get_or_init(|| Arc::clone(node));
        self.link.deliver(ending)
    }
}

/// A child of a [`Scope`](crate::Scope).
///
/// Awaited it gives the child's output, or tokio's [`JoinError`] if the child panicked, was aborted
/// or was dropped by its scope. Dropping it neither detaches nor aborts: the scope waits for the
/// child either way. An error or panic that is awaited is the awaiter's; the scope has the others.
///
/// # Cancel safety
///
/// Cancel safe: `&mut task` can be awaited in `select!`.
pub struct Task<T> {
    handle: JoinHandle<Option<T>>,
    link: Arc<ChildLink>,
    how: How<T>,
    /// An aborted task in place of a child that was dropped by its scope: only tokio makes a
    /// `JoinError`.
    dropped: Option<JoinHandle<Infallible>>,
    claimed: bool,
}

impl<T> Task<T> {
    pub(super) fn new(handle: JoinHandle<Option<T>>, link: Arc<ChildLink>, how: How<T>) -> Self {
        Task { handle, link, how, dropped: None, claimed: false }
    }

    /// The task of a child that was never spawned.
    pub(super) fn never_spawned(
        handle: JoinHandle<Option<T>>,
        label: Label,
        how: How<T>,
        scope: &Arc<Node>,
    ) -> Self {
        handle.abort();
        let link = ChildLink::new(label);
        link.deliver(Ending::Stopped, scope);
        Task::new(handle, link, how)
    }

    /// Aborts the child: it is dropped at the await it stands at. That is no failure. The scope
    /// waits for its destructor.
    pub fn abort(&self) {
        self.handle.abort();
    }

    /// A handle that aborts the child.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.handle.abort_handle()
    }

    /// Whether the child has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }

    /// The id of the child's tokio task.
    #[must_use]
    pub fn id(&self) -> Id {
        self.handle.id()
    }

    /// The child's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.link.label.name.as_deref()
    }

    /// Tells the scope that the outcome has been awaited, and the code that awaits it if the child
    /// was stopped.
    #[cold]
    fn claim(&mut self) {
        self.claimed = true;
        let Some(node) = self.link.scope.get() else { return };
        match self.link.link.ending() {
            Ending::Failed => {
                if let Some(state) = node.scope_state() {
                    state.claim(self.handle.id());
                }
            }
            Ending::Stopped => context::tell(Arc::as_ptr(node)),
            Ending::Completed => {}
        }
    }

    fn poll_dropped(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        let dropped = self.dropped.get_or_insert_with(|| {
            let state = self.link.scope.get().and_then(|node| node.scope_state());
            let runtime = state.and_then(|state| state.runtime.clone());
            let handle = runtime.unwrap_or_else(Handle::current).spawn(pending());
            handle.abort();
            handle
        });
        match ready!(Pin::new(dropped).poll(cx)) {
            Ok(never) => match never {},
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if this.dropped.is_some() {
            return this.poll_dropped(cx);
        }
        let output = ready!(Pin::new(&mut this.handle).poll(cx));
        if this.link.scope.get().is_some() {
            this.claim();
        }
        match output {
            Ok(Some(value)) => Poll::Ready(Ok(value)),
            Ok(None) => this.poll_dropped(cx),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        if self.link.link.drop_task() && !self.claimed {
            give_back(self);
        }
    }
}

/// The outcome of a failed child that nobody awaited is the scope's.
#[cold]
fn give_back<T>(task: &mut Task<T>) {
    let Some(state) = task.link.scope.get().and_then(|node| node.scope_state()) else { return };
    let id = task.handle.id();
    // It is there, but for the moment between the child's end and the runtime's storing it; then
    // the scope has the text alone. The budget of the task that drops this does not matter.
    let handle = tokio::task::unconstrained(&mut task.handle);
    let mut handle = std::pin::pin!(handle);
    match handle.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(Some(value))) => state.complete(id, task.how.error(value), None),
        Poll::Ready(Err(error)) => {
            if let Ok(payload) = error.try_into_panic() {
                state.complete(id, None, Some(payload));
            }
        }
        Poll::Ready(Ok(None)) | Poll::Pending => {}
    }
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.name())
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
