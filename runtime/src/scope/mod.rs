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
mod handle;
pub(crate) mod leaving;
mod log;
mod outcome;
mod output;
pub(crate) mod outside;
pub(crate) mod probe;
pub(crate) mod rewritten;
mod run;
mod slots;
mod spawn;
mod spawn_error;
pub(crate) mod state;
mod task;
mod tasks;
mod unknown;
mod verdict;
mod wakers;

use crate::cancel::sync;

pub use builder::{Builder, NoLimit, NoPolicy, NoTimeout};
pub use error::{Failure, ScopeError, Straggler};
pub use handle::Scope;
pub use outcome::Outcome;
pub use spawn::{detach, detached, spawn};
pub use spawn_error::{SpawnError, SpawnErrorKind, TrySpawnError};
pub use task::Task;

/// What a scope does when a child fails, that is gives `Err`.
///
/// A panic is a failure too, under every policy: it is raised again in the task that runs the scope,
/// after all children have ended. One that was awaited out of its [`Task`] is not raised; under
/// `Supervise` it is the awaiter's alone, under the others it is listed in the [`ScopeError`].
///
/// # Example
///
/// ```
/// use asyncward::{OnFailure, Scope};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let builder = Scope::builder().limit(8).timeout(None).on_failure(OnFailure::WaitAll);
/// let failed = builder
///     .run(async |scope| {
///         scope.spawn(async { Err::<(), _>("the disk is full") }).await?;
///         scope.spawn(async { Err::<(), _>("the network is down") }).await?;
///         anyhow::Ok(())
///     })
///     .await
///     .unwrap_err();
/// let failed: asyncward::ScopeError = failed.downcast().unwrap();
/// assert_eq!(failed.failures().len(), 2);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnFailure {
    /// The first failure cancels the other children and the body, and is returned.
    CancelSiblings,
    /// The others go on; all failures are returned together, also those that the body awaited and
    /// dealt with. If there is one, which it awaited, and it fails itself, its own error is returned.
    WaitAll,
    /// The others go on; errors of children go to the log and not to the scope. A body that fails
    /// cancels the children.
    Supervise,
}
