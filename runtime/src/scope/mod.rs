//! Scopes: tasks that have an owner, a limit, a timeout and a policy for failures.
//!
//! A scope is a level of the ambient context (`cancel::node`) with a [`state::State`] in it. Children
//! are tokio tasks that run [`child::Child`] in that context; a scope keeps no list of them. To end
//! one it says so in its state and wakes them, and each child stops, drops what it runs and
//! reports itself. So a child costs nothing once it has ended, and little before.

mod builder;
pub(crate) mod callee;
mod child;
mod children;
mod error;
pub(crate) mod given;
mod link;
mod log;
mod outcome;
pub(crate) mod outside;
pub(crate) mod probe;
pub(crate) mod rewritten;
mod run;
mod spawn;
pub(crate) mod state;
mod task;
mod unknown;
mod wakers;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;

use crate::cancel::node::Node;
use crate::cancel::sync;
use crate::{Cause, Site};

pub use builder::{Builder, NoLimit, NoPolicy, NoTimeout};
pub use error::{Failure, ScopeError, SpawnError, SpawnErrorKind, Straggler};
pub use outcome::Outcome;
pub use spawn::{detach, detached, spawn};
pub use task::Task;

use error::Label;
use outcome::How;

/// What a scope does when a child fails, that is gives `Err`.
///
/// A panic is a failure too, and is raised again in the task that runs the scope, after all children
/// have ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnFailure {
    /// The first failure cancels the other children and the body, and is returned.
    CancelSiblings,
    /// The others go on; all failures are returned together.
    WaitAll,
    /// The others go on; errors of children go to the log and not to the scope. A body that fails
    /// cancels the children.
    Supervise,
}

/// A handle to a scope: a group of tasks that end before the scope does.
///
/// [`builder`](Scope::builder) makes and runs one; `#[bounded_spawn]` makes one around a function, and
/// [`spawn`](fn@crate::spawn) reaches the nearest without a handle. Limit, timeout and policy have to be
/// stated: a group of tasks without them is how systems hang.
///
/// - At most `limit` children are alive at a time; `spawn` waits for a slot. A child that spawns into
///   its own full scope waits for a slot that its own end may have to free: leave room.
/// - When a scope is ended, by a failure, by its timeout, by [`cancel`](Scope::cancel) or by a cancel
///   from outside, its children and its body are *asked*: checkpoints in them return
///   [`Cancelled`](crate::Cancelled). Whoever has not stopped after the *grace* (1 s unless given)
///   is dropped, and named in the error.
/// - The scope is left when every child's destructor has run. Dropping its future drops the
///   children.
/// - An `Err` that a child returns because it was stopped is not a failure.
/// - A blocking child cannot be dropped: the scope waits for it.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{OnFailure, Scope};
///
/// async fn double(n: u64) -> anyhow::Result<u64> {
///     Ok(2 * n)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// let sum: u64 = Scope::builder()
///     .limit(64)
///     .timeout(Duration::from_secs(30))
///     .on_failure(OnFailure::CancelSiblings)
///     .run(async |scope| {
///         let mut sum = 0;
///         for task in scope.spawn_all(1..=3, double).await? {
///             sum += task.await??;
///         }
///         anyhow::Ok(sum)
///     })
///     .await?;
/// assert_eq!(sum, 12);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Scope {
    node: Arc<Node>,
    child_name: Option<Cow<'static, str>>,
}

impl Scope {
    /// The options of a new scope, to be run with [`Builder::run`].
    #[track_caller]
    pub fn builder() -> Builder {
        Builder::new(Site::of_call(Location::caller()))
    }

    fn new(node: Arc<Node>) -> Self {
        Scope { node, child_name: None }
    }

    /// A handle to the same scope whose children have this name in errors, panics and logs.
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let builder = Scope::builder().limit(1).timeout(None).on_failure(OnFailure::WaitAll);
    /// let failed = builder
    ///     .run(async |scope| {
    ///         scope.named("reader").spawn(async { Err::<(), _>("no disk") }).await?;
    ///         anyhow::Ok(())
    ///     })
    ///     .await
    ///     .unwrap_err();
    /// assert!(failed.to_string().ends_with("`reader` failed: no disk"));
    /// # }
    /// ```
    #[must_use]
    pub fn named(&self, name: impl Into<Cow<'static, str>>) -> Scope {
        Scope { node: Arc::clone(&self.node), child_name: Some(name.into()) }
    }

    fn label(&self, site: Site) -> Label {
        Label { name: self.child_name.clone(), site }
    }

    fn state(&self) -> &state::State {
        // `new` is called with the node of a scope.
        self.node.scope_state().unwrap_or_else(|| unreachable!("a scope without a state"))
    }

    /// Waits for a slot and spawns a child.
    ///
    /// # Errors
    ///
    /// [`SpawnError`], if the scope is cancelled, also while it waits, or has ended. `future` is
    /// dropped without a poll.
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, it spawns nothing, and those that wait behind it keep their order.
    #[track_caller]
    pub fn spawn<F>(
        &self,
        future: F,
    ) -> impl Future<Output = Result<Task<F::Output>, SpawnError>> + Send
    where
        F: Future<Output: Outcome + Send + 'static> + Send + 'static,
    {
        let site = Site::of_call(Location::caller());
        async move {
            let seat = spawn::seat(&self.node).await.map_err(|kind| SpawnError { kind, site })?;
            Ok(spawn::start(&self.node, seat, self.label(site), How::of_outcome(), future))
        }
    }

    /// Spawns a child if there is a slot now.
    ///
    /// # Errors
    ///
    /// [`SpawnError`], of kind [`Full`](SpawnErrorKind::Full) if all slots are taken, else as
    /// [`spawn`](Scope::spawn).
    #[track_caller]
    pub fn try_spawn<F>(&self, future: F) -> Result<Task<F::Output>, SpawnError>
    where
        F: Future<Output: Outcome + Send + 'static> + Send + 'static,
    {
        let site = Site::of_call(Location::caller());
        let seat = spawn::try_seat(&self.node).map_err(|kind| SpawnError { kind, site })?;
        Ok(spawn::start(&self.node, seat, self.label(site), How::of_outcome(), future))
    }

    /// Spawns a child for each item, in order, each as soon as there is a slot.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Scope::spawn); children that were spawned before stay.
    ///
    /// # Cancel safety
    ///
    /// Dropped, it spawns no further children.
    #[track_caller]
    pub fn spawn_all<I, M, F>(
        &self,
        items: I,
        mut make: M,
    ) -> impl Future<Output = Result<Vec<Task<F::Output>>, SpawnError>>
    where
        I: IntoIterator,
        M: FnMut(I::Item) -> F,
        F: Future<Output: Outcome + Send + 'static> + Send + 'static,
    {
        let site = Site::of_call(Location::caller());
        async move {
            let mut tasks = Vec::new();
            for item in items {
                let seat =
                    spawn::seat(&self.node).await.map_err(|kind| SpawnError { kind, site })?;
                let (label, how) = (self.label(site), How::of_outcome());
                tasks.push(spawn::start(&self.node, seat, label, how, make(item)));
            }
            Ok(tasks)
        }
    }

    /// [`spawn`](Scope::spawn) for a future that is not `Send`, onto the current `LocalSet`.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Scope::spawn).
    ///
    /// # Panics
    ///
    /// Outside a `LocalSet`, as `tokio::task::spawn_local` does.
    ///
    /// # Cancel safety
    ///
    /// As [`spawn`](Scope::spawn).
    #[track_caller]
    pub fn spawn_local<F>(
        &self,
        future: F,
    ) -> impl Future<Output = Result<Task<F::Output>, SpawnError>>
    where
        F: Future<Output: Outcome + 'static> + 'static,
    {
        let site = Site::of_call(Location::caller());
        async move {
            let seat = spawn::seat(&self.node).await.map_err(|kind| SpawnError { kind, site })?;
            Ok(spawn::start_local(seat, self.label(site), How::of_outcome(), future))
        }
    }

    /// [`spawn`](Scope::spawn) for blocking work, on the runtime's threads for that. It cannot be
    /// dropped while it runs: let it ask [`is_cancelled`](crate::is_cancelled) now and then.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Scope::spawn).
    ///
    /// # Cancel safety
    ///
    /// As [`spawn`](Scope::spawn).
    #[track_caller]
    pub fn spawn_blocking<W, R>(
        &self,
        work: W,
    ) -> impl Future<Output = Result<Task<R>, SpawnError>> + Send
    where
        W: FnOnce() -> R + Send + 'static,
        R: Outcome + Send + 'static,
    {
        let site = Site::of_call(Location::caller());
        async move {
            let seat = spawn::seat(&self.node).await.map_err(|kind| SpawnError { kind, site })?;
            Ok(spawn::start_blocking(&self.node, seat, self.label(site), How::of_outcome(), work))
        }
    }

    /// Ends the scope from inside: asks children and body to stop, and drops those that do not
    /// within the grace. That alone is no error: the body's result counts.
    pub fn cancel(&self) {
        state::ask(&self.node, self.state(), Cause::ScopeClosed);
    }

    /// How many children are alive, scopes inside this one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.state().seats.children.len()
    }

    /// Whether no child is alive.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state().fmt(f)
    }
}
