//! How children come into a scope: with a slot, or not at all.

use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::AcquireError;
use tokio::task::{Id, JoinHandle};

use super::child::{Child, Seat, run_blocking};
use super::error::Label;
use super::log;
use super::outcome::{How, Outcome};
use super::spawn_error::{SpawnError, SpawnErrorKind};
use super::state::{OPEN, State};
use super::task::Task;
use super::tasks::Token;
use crate::cancel::attend::Attendance;
use crate::cancel::context;
use crate::cancel::node::Node;
use crate::{Cause, Site};

/// The innermost scope around the code that runs now.
pub(super) fn ambient() -> Option<Arc<Node>> {
    context::with_current(|node| node.and_then(|node| node.nearest_scope().cloned()))
}

/// Why nothing is spawned any more, if so. Told to the code that asks.
fn refused(node: &Arc<Node>, state: &State) -> Option<SpawnErrorKind> {
    if state.runtime.is_none() {
        return Some(SpawnErrorKind::NoRuntime);
    }
    let ended = state.stage() != OPEN || node.raised();
    let cause = if ended { node.tell_cause() } else { None };
    cause.or_else(context::cause).map(SpawnErrorKind::Cancelled)
}

/// Waits for a slot, no longer than until the code that waits is cancelled: it may stand in a context inside
/// of the scope's, or in another one.
async fn wait(state: &State) -> Result<Result<(), AcquireError>, Cause> {
    let mut taken = pin!(state.seats.slots.take());
    let mut attendance = Attendance::default();
    poll_fn(|cx| {
        if let Poll::Ready(taken) = taken.as_mut().poll(cx) {
            return Poll::Ready(Ok(taken));
        }
        if let Some(cause) = context::cause() {
            return Poll::Ready(Err(cause));
        }
        if !context::is_reached(cx.waker()) {
            attendance.attend(cx);
        }
        Poll::Pending
    })
    .await
}

/// With a slot taken: the child's place, unless the scope has ended.
fn enter(node: &Arc<Node>, state: &State) -> Result<Seat, SpawnErrorKind> {
    if state.seats.children.enter() {
        return Ok(Seat::new(Arc::clone(node)));
    }
    state.seats.slots.give_back();
    Err(SpawnErrorKind::Closed)
}

/// Waits for a slot; `site` is the spawn that does.
pub(super) async fn seat(node: &Arc<Node>, site: Site) -> Result<Seat, SpawnErrorKind> {
    let Some(state) = node.scope_state() else { return Err(SpawnErrorKind::NoScope) };
    if let Some(refused) = refused(node, state) {
        return Err(refused);
    }
    if state.seats.slots.try_take() {
        return enter(node, state);
    }
    match wait(state).await {
        Ok(Ok(())) => enter(node, state),
        failed => {
            if let Some(Cause::Deadline { .. }) = node.cause_of_scope() {
                state.ended().waits.push(site);
            }
            let cause = failed.err().map(SpawnErrorKind::Cancelled);
            Err(cause.or_else(|| refused(node, state)).unwrap_or(SpawnErrorKind::Closed))
        }
    }
}

pub(super) fn try_seat(node: &Arc<Node>) -> Result<Seat, SpawnErrorKind> {
    let Some(state) = node.scope_state() else { return Err(SpawnErrorKind::NoScope) };
    if let Some(refused) = refused(node, state) {
        return Err(refused);
    }
    if !state.seats.slots.try_take() {
        return Err(SpawnErrorKind::Full);
    }
    enter(node, state)
}

pub(super) fn runtime(node: &Node) -> Handle {
    // A seat is given only where there is one.
    let runtime = node.scope_state().and_then(|state| state.runtime.clone());
    runtime.unwrap_or_else(Handle::current)
}

/// To be called before the child can end: that looks at how many there are.
fn held(node: &Node) -> Option<Token<Id>> {
    node.scope_state().map(|state| state.tasks.token())
}

pub(super) fn start<F>(
    node: &Arc<Node>,
    seat: Seat,
    label: Label,
    how: How<F::Output>,
    future: F,
) -> Task<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let held = held(node);
    let child = Child::new(future, how, label.clone(), seat);
    let handle = match node.scope_state().and_then(|state| state.runtime.as_ref()) {
        Some(runtime) => runtime.spawn(child),
        None => tokio::spawn(child),
    };
    Task::new(handle, label, held)
}

pub(super) fn start_local<F>(
    node: &Arc<Node>,
    seat: Seat,
    label: Label,
    how: How<F::Output>,
    future: F,
) -> Task<F::Output>
where
    F: Future + 'static,
{
    let held = held(node);
    let child = Child::new(future, how, label.clone(), seat);
    let task = Task::new(tokio::task::spawn_local(child), label, held);
    // Its set may be dropped before it.
    task.can_be_aborted();
    task
}

pub(super) fn start_blocking<W, R>(
    node: &Arc<Node>,
    seat: Seat,
    label: Label,
    how: How<R>,
    work: W,
) -> Task<R>
where
    W: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let held = held(node);
    let child = label.clone();
    let handle = runtime(node).spawn_blocking(move || run_blocking(work, how, &child, seat));
    Task::new(handle, label, held)
}

/// Spawns a child into the innermost scope around the caller: for functions that are called, however
/// deep, from a [`Scope`](crate::Scope) or from a function under `#[bounded_spawn]`.
///
/// It waits for a slot like [`Scope::spawn`](crate::Scope::spawn).
///
/// # Errors
///
/// [`SpawnError`], with the caller's line, if there is no scope around, or it is cancelled or has
/// ended. `future` is dropped without a poll.
///
/// # Cancel safety
///
/// Dropped while it waits for a slot, it spawns nothing.
///
/// # Example
///
/// ```
/// use asyncward::{OnFailure, Scope};
///
/// async fn deep_down() -> anyhow::Result<()> {
///     asyncward::spawn(async { /* outlives this function, not the scope */ }).await?;
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// Scope::builder()
///     .limit(8)
///     .timeout(None)
///     .on_failure(OnFailure::CancelSiblings)
///     .run(async |_| deep_down().await)
///     .await
/// # }
/// ```
#[track_caller]
pub fn spawn<F>(future: F) -> impl Future<Output = Result<Task<F::Output>, SpawnError>> + Send
where
    F: Future<Output: Outcome + Send + 'static> + Send + 'static,
{
    let site = Site::of_call(Location::caller());
    async move {
        let error = |kind| SpawnError { kind, site };
        let node = ambient().ok_or(error(SpawnErrorKind::NoScope))?;
        let seat = seat(&node, site).await.map_err(error)?;
        Ok(start(&node, seat, Label { name: None, site }, How::of_outcome(), future))
    }
}

static DETACHED: AtomicU64 = AtomicU64::new(0);

/// Spawns a task that belongs to no scope: nobody waits for it, its error and its panic are seen by
/// nobody but who awaits the handle. The reason, which must be there, goes to the log.
///
/// For what has to outlive the function, such as an upload of metrics.
///
/// # Panics
///
/// Outside a tokio runtime, and if `reason` is empty.
///
/// # Example
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let before = asyncward::detached();
/// asyncward::detach("metrics may be late", async { /* upload */ });
/// assert_eq!(asyncward::detached(), before + 1);
/// # }
/// ```
#[track_caller]
pub fn detach<F>(reason: &'static str, future: F) -> JoinHandle<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    assert!(!reason.trim().is_empty(), "`detach` needs a reason");
    count_detached(reason, Site::of_call(Location::caller()));
    tokio::spawn(future)
}

pub(super) fn count_detached(reason: &str, site: Site) {
    DETACHED.fetch_add(1, Ordering::Relaxed);
    log::detached(reason, site);
}

/// How many tasks were [`detach`]ed in this process so far, or spawned by a block of a function under
/// `#[bounded_spawn]` that ran outside its scope.
#[must_use]
pub fn detached() -> u64 {
    DETACHED.load(Ordering::Relaxed)
}
