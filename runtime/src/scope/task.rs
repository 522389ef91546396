//! The handle of a child: [`Task`].

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, pending};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, LocalSet, unconstrained};

use super::error::Label;
use super::output::{FailedWith, Output};
use super::state::Payload;
use super::tasks::Token;
use crate::cancel::context;

/// A child of a [`Scope`](crate::Scope).
///
/// Awaited it gives the child's output, or tokio's [`JoinError`] if the child panicked, was aborted
/// or was dropped by its scope; the error's `id` is the child's if it was aborted only, while
/// [`id`](Task::id) always is. Dropping it neither detaches nor aborts: the scope waits for the
/// child either way. An error or panic that is awaited is the awaiter's; the scope has the others.
/// A `Task` that outlives its scope still gives the outcome, or destroys it when it is dropped; the scope's error
/// then has but the text of a failure.
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
    /// Of the scope, until the outcome is taken. Goes before the handle: without a `Task`, the scope waits
    /// for the outcome's destructor.
    held: Option<Token<Id>>,
    handle: JoinHandle<Output<T>>,
    label: Label,
}

impl<T> Task<T> {
    /// `held` is of the child's scope, from before it was spawned. None if it is in no scope.
    pub(super) fn new(
        handle: JoinHandle<Output<T>>,
        label: Label,
        held: Option<Token<Id>>,
    ) -> Self {
        Task { held: held.map(|held| held.of(handle.id())), handle, label }
    }

    /// Aborts the child: it is dropped at the await it stands at. That is no failure. The scope
    /// waits for its destructor.
    pub fn abort(&self) {
        self.can_be_aborted();
        self.handle.abort();
    }

    /// A handle that aborts the child.
    #[must_use]
    pub fn abort_handle(&self) -> AbortHandle {
        self.can_be_aborted();
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
        self.label.name.as_deref()
    }

    /// Or dropped by what runs it.
    pub(super) fn can_be_aborted(&self) {
        if let Some(held) = &self.held {
            held.can_be_aborted();
        }
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let output = ready!(Pin::new(&mut this.handle).poll(cx));
        this.held = None;
        Poll::Ready(match output {
            Ok(Output::Value { value, told, member }) => {
                if let (true, Some(scope)) = (told, &member.0) {
                    context::tell(Arc::as_ptr(scope));
                }
                Ok(value)
            }
            Ok(Output::Failed(mut failed)) => match failed.claim() {
                Some(FailedWith::Value(value)) => Ok(value),
                Some(FailedWith::Panic(payload)) => Err(join_error(Some(payload))),
                None => unreachable!("the outcome is taken once"),
            },
            Ok(Output::Stopped(scope, _member)) => {
                context::tell(Arc::as_ptr(&scope));
                Err(join_error(None))
            }
            Err(error) => Err(error),
        })
    }
}

/// Only tokio makes a `JoinError`: a task that panics, or is aborted, on a set that runs here and now.
fn join_error(payload: Option<Payload>) -> JoinError {
    let mut set = LocalSet::new();
    let aborted = payload.is_none();
    let task = set.spawn_local(async {
        match payload {
            Some(payload) => resume_unwind(payload),
            None => pending::<Infallible>().await,
        }
    });
    if aborted {
        task.abort();
    }
    let cx = &mut Context::from_waker(Waker::noop());
    let _ = Pin::new(&mut set).poll(cx);
    match Pin::new(&mut unconstrained(task)).poll(cx) {
        Poll::Ready(Err(error)) => error,
        Poll::Ready(Ok(never)) => match never {},
        Poll::Pending => unreachable!("the set has run its task"),
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
