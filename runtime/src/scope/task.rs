//! The handle of a child: [`Task`].

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, pending};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::error::Label;
use super::output::{FailedWith, Output};
use super::state::{Payload, State};
use crate::cancel::context;

/// A child of a [`Scope`](crate::Scope).
///
/// Awaited it gives the child's output, or tokio's [`JoinError`] if the child panicked, was aborted
/// or was dropped by its scope; the error's `id` is then not the child's, and
/// [`id`](Task::id) is. Dropping it neither detaches nor aborts: the scope waits for the
/// child either way. An error or panic that is awaited is the awaiter's; the scope has the others.
/// A `Task` that outlives its scope still gives the outcome; the scope's error then has but the text of a failure.
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
    held: Option<Arc<()>>,
    handle: JoinHandle<Output<T>>,
    label: Label,
    /// A task in place of a child that was dropped by its scope, which is aborted, or that panicked:
    /// only tokio makes a `JoinError`.
    stand_in: Option<JoinHandle<Infallible>>,
}

impl<T> Task<T> {
    /// `held` is what the child's scope gives out for it.
    pub(super) fn new(handle: JoinHandle<Output<T>>, label: Label, held: Option<Arc<()>>) -> Self {
        Task { held, handle, label, stand_in: None }
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
        self.label.name.as_deref()
    }

    fn stand_in(
        &mut self,
        scope: Option<&State>,
        payload: Option<Payload>,
    ) -> &mut JoinHandle<Infallible> {
        let runtime = scope.and_then(|state| state.runtime.clone()).unwrap_or_else(Handle::current);
        self.stand_in.insert(match payload {
            Some(payload) => runtime.spawn(async { raise(payload) }),
            None => {
                let handle = runtime.spawn(pending());
                handle.abort();
                handle
            }
        })
    }
}

fn poll_stand_in<T>(
    stand_in: &mut JoinHandle<Infallible>,
    cx: &mut Context<'_>,
) -> Poll<Result<T, JoinError>> {
    match ready!(Pin::new(stand_in).poll(cx)) {
        Ok(never) => match never {},
        Err(error) => Poll::Ready(Err(error)),
    }
}

impl<T> Future for Task<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(stand_in) = &mut this.stand_in {
            return poll_stand_in(stand_in, cx);
        }
        let output = ready!(Pin::new(&mut this.handle).poll(cx));
        this.held = None;
        match output {
            Ok(Output::Value { value, told, member }) => {
                if let (true, Some(scope)) = (told, &member.0) {
                    context::tell(Arc::as_ptr(scope));
                }
                Poll::Ready(Ok(value))
            }
            Ok(Output::Failed(mut failed)) => match failed.claim() {
                Some(FailedWith::Value(value)) => Poll::Ready(Ok(value)),
                Some(FailedWith::Panic(payload)) => {
                    poll_stand_in(this.stand_in(failed.member.state(), Some(payload)), cx)
                }
                None => unreachable!("the outcome is taken once"),
            },
            Ok(Output::Stopped(scope, _member)) => {
                context::tell(Arc::as_ptr(&scope));
                poll_stand_in(this.stand_in(scope.scope_state(), None), cx)
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
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
