//! The handle of a child: [`Task`].

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, pending};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::error::Label;
use super::link::{Ending, Link};
use super::outcome::How;
use super::state::{Payload, State};
use crate::cancel::context;
use crate::cancel::node::Node;

/// What a child and its `Task` share.
pub(super) struct ChildLink<T> {
    pub(super) link: Link,
    pub(super) label: Label,
    /// The scope, once it has to do with the child's end: a child that completes never sets it.
    scope: OnceLock<Arc<Node>>,
    /// What a child failed with. Boxed: few do.
    failed: Mutex<Option<Box<Failed<T>>>>,
}

/// How a child failed.
pub(super) struct Failed<T> {
    /// Where the scope's record of it is, if there is one.
    pub(super) record: Option<usize>,
    pub(super) with: FailedWith<T>,
}

pub(super) enum FailedWith<T> {
    Value(T),
    Panic(Payload),
}

impl<T> ChildLink<T> {
    pub(super) fn new(label: Label) -> Arc<Self> {
        Arc::new(ChildLink {
            link: Link::new(),
            label,
            scope: OnceLock::new(),
            failed: Mutex::new(None),
        })
    }

    pub(super) fn leave(&self, failed: Failed<T>) {
        *self.failed() = Some(Box::new(failed));
    }

    fn failed(&self) -> MutexGuard<'_, Option<Box<Failed<T>>>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives what the child failed with to the scope.
    pub(super) fn give_back(&self, state: &State, how: How<T>) {
        let failed = self.failed().take();
        let Some(Failed { record: Some(record), with }) = failed.map(|failed| *failed) else {
            return;
        };
        match with {
            FailedWith::Value(value) => state.complete(record, how.error(value), None),
            FailedWith::Panic(payload) => state.complete(record, None, Some(payload)),
        }
    }

    /// [`Link::deliver`] of a child that did not complete.
    pub(super) fn deliver(&self, ending: Ending, node: &Arc<Node>) -> bool {
        if !self.link.task_is_dropped() {
            self.scope.get_or_init(|| Arc::clone(node));
        }
        self.link.deliver(ending)
    }
}

/// A child of a [`Scope`](crate::Scope).
///
/// Awaited it gives the child's output, or tokio's [`JoinError`] if the child panicked, was aborted
/// or was dropped by its scope; the error's `id` is then not the child's, and
/// [`id`](Task::id) is. Dropping it neither detaches nor aborts: the scope waits for the
/// child either way. An error or panic that is awaited is the awaiter's; the scope has the others.
///
/// # Cancel safety
///
/// Cancel safe: `&mut task` can be awaited in `select!`.
///
/// # Panics
///
/// If it is awaited again after it gave its outcome.
///
/// # Example
///
/// ```
/// use asyncward::{OnFailure, Scope};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::Supervise);
/// builder
///     .run(async |scope| {
///         let parsed = scope.spawn(async { "x".parse::<u32>() }).await?;
///         // The outer error says that the child panicked or was stopped, the inner one is its own.
///         assert!(parsed.await?.is_err());
///
///         let slow = scope.spawn(std::future::pending::<()>()).await?;
///         slow.abort();
///         assert!(slow.await.unwrap_err().is_cancelled());
///         anyhow::Ok(())
///     })
///     .await
/// # }
/// ```
pub struct Task<T> {
    handle: JoinHandle<Option<T>>,
    link: Arc<ChildLink<T>>,
    how: How<T>,
    /// A task in place of a child that was dropped by its scope, which is aborted, or that panicked:
    /// only tokio makes a `JoinError`.
    stand_in: Option<JoinHandle<Infallible>>,
    claimed: bool,
}

impl<T> Task<T> {
    pub(super) fn new(handle: JoinHandle<Option<T>>, link: Arc<ChildLink<T>>, how: How<T>) -> Self {
        Task { handle, link, how, stand_in: None, claimed: false }
    }

    /// The task of a child that was never spawned.
    pub(super) fn never_spawned(
        handle: JoinHandle<Option<T>>,
        label: Label,
        how: How<T>,
        scope: &Arc<Node>,
    ) -> Self {
        handle.abort();
        if let Some(state) = scope.scope_state() {
            state.cut_short();
        }
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
                let record = self.link.failed().as_ref().and_then(|failed| failed.record);
                if let (Some(record), Some(state)) = (record, node.scope_state()) {
                    state.claim(record);
                }
            }
            Ending::Stopped => context::tell(Arc::as_ptr(node)),
            Ending::Completed => {}
        }
    }

    fn poll_stand_in(
        &mut self,
        payload: Option<Payload>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<T, JoinError>> {
        let stand_in = self.stand_in.get_or_insert_with(|| {
            let state = self.link.scope.get().and_then(|node| node.scope_state());
            let runtime = state.and_then(|state| state.runtime.clone());
            let runtime = runtime.unwrap_or_else(Handle::current);
            if let Some(payload) = payload {
                return runtime.spawn(async { raise(payload) });
            }
            let handle = runtime.spawn(pending());
            handle.abort();
            handle
        });
        match ready!(Pin::new(stand_in).poll(cx)) {
            Ok(never) => match never {},
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if this.stand_in.is_some() {
            return this.poll_stand_in(None, cx);
        }
        let output = ready!(Pin::new(&mut this.handle).poll(cx));
        if this.link.scope.get().is_some() {
            this.claim();
        }
        match output {
            Ok(Some(value)) => Poll::Ready(Ok(value)),
            Ok(None) => {
                let failed = this.link.failed().take();
                match failed.map(|failed| failed.with) {
                    Some(FailedWith::Value(value)) => Poll::Ready(Ok(value)),
                    Some(FailedWith::Panic(payload)) => this.poll_stand_in(Some(payload), cx),
                    None => this.poll_stand_in(None, cx),
                }
            }
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
fn give_back<T>(task: &Task<T>) {
    let Some(state) = task.link.scope.get().and_then(|node| node.scope_state()) else { return };
    task.link.give_back(state, task.how);
}

fn raise(payload: Payload) -> Infallible {
    resume_unwind(payload)
}

impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.name())
            .field("id", &self.id())
            .finish_non_exhaustive()
    }
}
