//! Cancellation and deadlines: the ambient context and all that reads or makes it.

pub(crate) mod attend;
mod cancelled;
pub(crate) mod checkpoint;
pub(crate) mod context;
mod ext;
pub(crate) mod node;
pub(crate) mod root;
pub(crate) mod select;
mod shield;
mod signal;
pub(crate) mod sync;

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use cancelled::{Cancelled, Cause, Site};
pub use ext::{CancelExt, OrCancelled};
pub use root::Root;
pub use shield::{Overrun, Shield, ShieldFor, shield, shield_for};

/// Runs `future` in a context that `token` cancels. Every `#[cancellable]` function in it, however
/// deep and whatever code lies between, stops at its next checkpoint once the token is cancelled;
/// so do those below an outer context that is cancelled.
///
/// The output is the future's own: nothing is dropped from outside, and a future without
/// checkpoints runs to its end.
///
/// # Cancel safety
///
/// As cancel safe as `future`.
///
/// # Example
///
/// ```
/// use asyncward::{Cancelled, CancellationToken, cancellable, with_token};
///
/// #[cancellable]
/// async fn serve() -> Result<(), Cancelled> {
///     loop {
///         tokio::task::yield_now().await;
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let token = CancellationToken::new();
/// token.cancel();
/// let stopped = with_token(token, serve()).await.unwrap_err();
/// assert_eq!(stopped.site().function(), Some("serve"));
/// # }
/// ```
pub fn with_token<F: Future>(token: CancellationToken, future: F) -> Root<F> {
    root::root(Some(token), None, future)
}

/// Runs `future` in a context that is cancelled `limit` after its first poll, and waits for it.
///
/// Deadlines nest by minimum: an outer one that ends earlier stays in force. The output is the
/// future's own: when the deadline has passed, the `#[cancellable]` functions inside return
/// `Err(Cancelled)` and the error comes up through them; a value that is returned all the same
/// wins. With a `limit` of zero no `#[cancellable]` function inside is begun.
///
/// # Panics
///
/// Outside a tokio runtime with its time driver enabled, at the first poll.
///
/// # Cancel safety
///
/// As cancel safe as `future`.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{Cancelled, Cause, cancellable, with_timeout};
///
/// #[cancellable]
/// async fn slow() -> Result<(), Cancelled> {
///     std::future::pending::<()>().await;
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let limit = Duration::from_secs(2);
/// let stopped = with_timeout(limit, slow()).await.unwrap_err();
/// assert_eq!(stopped.cause(), Cause::Deadline { limit });
/// # }
/// ```
pub fn with_timeout<F: Future>(limit: Duration, future: F) -> Root<F> {
    root::root(None, Some(limit), future)
}

/// Whether the ambient context is cancelled. False outside any context and in a shield.
///
/// For long computations between two awaits; at an await, `#[cancellable]` looks by itself.
///
/// # Example
///
/// ```
/// assert!(!asyncward::is_cancelled());
/// ```
#[must_use]
pub fn is_cancelled() -> bool {
    context::cause().is_some()
}

/// When the ambient context is cancelled by its deadline: the earliest of all around, up to the
/// nearest shield. None if there is none.
///
/// For passing the remaining time on, to a query or another service.
///
/// # Example
///
/// ```
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// asyncward::with_timeout(Duration::from_secs(5), async {
///     let left = asyncward::deadline().map(|at| at - tokio::time::Instant::now());
///     assert!(left.is_some_and(|left| left <= Duration::from_secs(5)));
/// })
/// .await;
/// assert!(asyncward::deadline().is_none());
/// # }
/// ```
#[must_use]
pub fn deadline() -> Option<Instant> {
    context::current().and_then(|node| node.deadline())
}

/// A checkpoint by hand, for code without the attribute or without awaits: looks at the context
/// and gives other tasks their turn when the task's budget is used up.
///
/// # Errors
///
/// [`Cancelled`], if the ambient context is cancelled.
///
/// # Cancel safety
///
/// Cancel safe.
///
/// # Example
///
/// ```
/// use asyncward::{Cancelled, checkpoint};
///
/// async fn sum(numbers: &[u64]) -> Result<u64, Cancelled> {
///     let mut total = 0;
///     for chunk in numbers.chunks(10_000) {
///         checkpoint().await?;
///         total += chunk.iter().sum::<u64>();
///     }
///     Ok(total)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() { assert_eq!(sum(&[1, 2]).await, Ok(3)) }
/// ```
#[track_caller]
pub fn checkpoint() -> impl Future<Output = Result<(), Cancelled>> + Send + Sync + Unpin + 'static {
    Look { site: Site::of_call(Location::caller()) }
}

struct Look {
    site: Site,
}

impl Future for Look {
    type Output = Result<(), Cancelled>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if context::raised() {
            match context::interrupt(None) {
                Some(node::Interrupt::Cancelled(cause)) => {
                    return Poll::Ready(Err(Cancelled::new(cause, self.site)));
                }
                Some(node::Interrupt::Abandon) => return Poll::Pending,
                None => {}
            }
        }
        ready!(context::spend(cx, 1));
        Poll::Ready(Ok(()))
    }
}
