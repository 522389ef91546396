//! Why a child could not be spawned.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use crate::{Cause, Site};

/// The error of a spawn. The child was dropped and never polled.
///
/// # Example
///
/// ```
/// use asyncward::SpawnErrorKind;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let nowhere = asyncward::spawn(async {}).await.unwrap_err();
/// assert_eq!(nowhere.kind(), SpawnErrorKind::NoScope);
/// assert!(nowhere.to_string().starts_with("there is no scope around this code"));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpawnError {
    pub(super) kind: SpawnErrorKind,
    pub(super) site: Site,
}

/// Why a child could not be spawned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpawnErrorKind {
    /// All slots are taken; only [`try_spawn`](crate::Scope::try_spawn) says so.
    Full,
    /// The scope is cancelled, or the code that spawns.
    Cancelled(Cause),
    /// The scope has ended.
    Closed,
    /// There is no scope around the caller.
    NoScope,
    /// There is no tokio runtime around the scope.
    NoRuntime,
}

impl SpawnError {
    /// Why.
    #[must_use]
    pub fn kind(&self) -> SpawnErrorKind {
        self.kind
    }

    /// The call that wanted to spawn.
    #[must_use]
    pub fn site(&self) -> Site {
        self.site
    }
}

impl fmt::Display for SpawnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SpawnErrorKind::Full => f.write_str("all slots of the scope are taken")?,
            SpawnErrorKind::Cancelled(cause) => write!(f, "cancelled ({cause})")?,
            SpawnErrorKind::Closed => f.write_str("the scope has ended")?,
            SpawnErrorKind::NoScope => f.write_str("there is no scope around this code")?,
            SpawnErrorKind::NoRuntime => {
                f.write_str("there is no tokio runtime around the scope")?
            }
        }
        write!(f, ": nothing was spawned at {}", self.site)
    }
}

impl Error for SpawnError {}

/// Kind [`Other`](io::ErrorKind::Other), [`WouldBlock`](io::ErrorKind::WouldBlock) for a full scope.
impl From<SpawnError> for io::Error {
    fn from(error: SpawnError) -> Self {
        let kind = match error.kind {
            SpawnErrorKind::Full => io::ErrorKind::WouldBlock,
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    }
}

/// The error of [`Scope::try_spawn`](crate::Scope::try_spawn): why, and the future, which was not polled.
///
/// `anyhow::Error`, `Box<dyn Error + Send + Sync>` and `io::Error` take it, and
/// [`SpawnError`] is made from it where the future is of no more use.
///
/// # Example
///
/// ```
/// use asyncward::{OnFailure, Scope, SpawnErrorKind};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// let builder = Scope::builder().limit(1).timeout(None).on_failure(OnFailure::WaitAll);
/// builder
///     .run(async |scope| {
///         scope.try_spawn(tokio::task::yield_now())?;
///         let full = scope.try_spawn(async { 7 }).unwrap_err();
///         assert_eq!(full.kind(), SpawnErrorKind::Full);
///         // Here and now instead.
///         assert_eq!(full.into_inner().await, 7);
///         anyhow::Ok(())
///     })
///     .await
/// # }
/// ```
pub struct TrySpawnError<F> {
    error: SpawnError,
    /// Never locked: in a `Mutex` a future that is `Send` is `Sync` as well, as errors should be.
    future: Mutex<F>,
}

impl<F> TrySpawnError<F> {
    pub(super) fn new(error: SpawnError, future: F) -> Self {
        TrySpawnError { error, future: Mutex::new(future) }
    }

    /// Why.
    #[must_use]
    pub fn kind(&self) -> SpawnErrorKind {
        self.error.kind
    }

    /// The call that wanted to spawn.
    #[must_use]
    pub fn site(&self) -> Site {
        self.error.site
    }

    /// The future that was to be spawned.
    #[must_use]
    pub fn into_inner(self) -> F {
        self.future.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F> fmt::Display for TrySpawnError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<F> fmt::Debug for TrySpawnError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrySpawnError")
            .field("kind", &self.kind())
            .field("site", &self.site())
            .finish_non_exhaustive()
    }
}

impl<F> Error for TrySpawnError<F> {}

/// Drops the future.
impl<F> From<TrySpawnError<F>> for SpawnError {
    fn from(error: TrySpawnError<F>) -> Self {
        error.error
    }
}

/// As of a [`SpawnError`].
impl<F> From<TrySpawnError<F>> for io::Error {
    fn from(error: TrySpawnError<F>) -> Self {
        error.error.into()
    }
}
