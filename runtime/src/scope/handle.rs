//! The handle to a scope, [`Scope`]: how the library form spawns.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;

use super::builder::Builder;
use super::child::Seat;
use super::error::{Label, Name};
use super::outcome::{How, Outcome};
use super::spawn_error::{SpawnError, TrySpawnError};
use super::task::Task;
use super::{spawn, state};
use crate::cancel::node::Node;
use crate::{Cause, Site};

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
/// - The end of the grace cuts a [`shield`](fn@crate::shield) too, or one that hangs would hang the scope:
///   a scope with commits in it wants a `grace` that is longer than they take.
/// - The scope is left when every child's destructor has run. Dropping its future drops the
///   children.
/// - An `Err` that a child returns because it was stopped is not a failure.
/// - A child that blocks, in `spawn_blocking` or in a long computation, cannot be dropped: the scope
///   waits for it, however late it is, and what it gives counts.
/// - Children run on the runtime that the scope runs on, whoever spawns them.
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
    child_name: Option<Name>,
}

impl Scope {
    /// The options of a new scope, to be run with [`Builder::run`].
    #[track_caller]
    pub fn builder() -> Builder {
        Builder::new(Site::of_call(Location::caller()))
    }

    pub(super) fn new(node: Arc<Node>) -> Self {
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
        Scope { node: Arc::clone(&self.node), child_name: Some(Name::from(name.into())) }
    }

    fn label(&self, site: Site) -> Label {
        Label { name: self.child_name.clone(), site }
    }

    fn state(&self) -> &state::State {
        // `new` is called with the node of a scope.
        self.node.scope_state().unwrap_or_else(|| unreachable!("a scope without a state"))
    }

    async fn seat(&self, site: Site) -> Result<Seat, SpawnError> {
        spawn::seat(&self.node, site).await.map_err(|kind| SpawnError { kind, site })
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
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// let task = scope.spawn(async { 1 + 1 }).await?;
    /// assert_eq!(task.await?, 2);
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
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
            let seat = self.seat(site).await?;
            Ok(spawn::start(&self.node, seat, self.label(site), How::of_outcome(), future))
        }
    }

    /// Spawns a child if there is a slot now.
    ///
    /// # Errors
    ///
    /// [`TrySpawnError`], with the future: of kind [`Full`](crate::SpawnErrorKind::Full) if all slots are
    /// taken, else as [`spawn`](Scope::spawn).
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// // Shed load rather than wait.
    /// if scope.try_spawn(async { /* refresh a cache */ }).is_err() {
    ///     println!("busy: not refreshed");
    /// }
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
    #[track_caller]
    pub fn try_spawn<F>(&self, future: F) -> Result<Task<F::Output>, TrySpawnError<F>>
    where
        F: Future<Output: Outcome + Send + 'static> + Send + 'static,
    {
        let site = Site::of_call(Location::caller());
        match spawn::try_seat(&self.node) {
            Ok(seat) => {
                Ok(spawn::start(&self.node, seat, self.label(site), How::of_outcome(), future))
            }
            Err(kind) => Err(TrySpawnError::new(SpawnError { kind, site }, future)),
        }
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
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// let tasks = scope.spawn_all(["a", "bc"], async |name: &str| name.len()).await?;
    /// let lengths = futures::future::try_join_all(tasks).await?;
    /// assert_eq!(lengths, [1, 2]);
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
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
                let seat = self.seat(site).await?;
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
    /// Outside a `LocalSet`, as `tokio::task::spawn_local` does. The scope waits for the child, so
    /// somebody has to run that set: inside the scope, or around it.
    ///
    /// # Cancel safety
    ///
    /// As [`spawn`](Scope::spawn).
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// let set = tokio::task::LocalSet::new();
    /// let sum = set.run_until(async {
    ///     let shared = std::rc::Rc::new(20);
    ///     let task = scope.spawn_local(async move { *shared + 1 }).await?;
    ///     anyhow::Ok(task.await?)
    /// });
    /// assert_eq!(sum.await?, 21);
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
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
            let seat = self.seat(site).await?;
            Ok(spawn::start_local(&self.node, seat, self.label(site), How::of_outcome(), future))
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
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// let task = scope.spawn_blocking(|| std::fs::read_to_string("Cargo.toml")).await?;
    /// assert!(task.await??.contains("[package]"));
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
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
            let seat = self.seat(site).await?;
            Ok(spawn::start_blocking(&self.node, seat, self.label(site), How::of_outcome(), work))
        }
    }

    /// Ends the scope from inside: asks children and body to stop, and drops those that do not
    /// within the grace. That alone is no error: the body's result counts.
    ///
    /// # Example
    ///
    /// ```
    /// # use asyncward::{OnFailure, Scope};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> anyhow::Result<()> {
    /// # let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::CancelSiblings);
    /// # builder.run(async |scope| {
    /// scope.spawn_all(1..=3, async |_| std::future::pending::<()>().await).await?;
    /// // Enough is found: the rest is not needed.
    /// scope.cancel();
    /// # anyhow::Ok(()) }).await
    /// # }
    /// ```
    pub fn cancel(&self) {
        state::ask(&self.node, self.state(), Cause::ScopeClosed);
    }

    /// How many children are alive; a scope inside this one counts as one while it runs.
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
