//! What a scope returns when it did not go well: [`ScopeError`], with each [`Failure`] and each
//! [`Straggler`].

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use super::outcome::BoxError;
use crate::{Cause, Site};

/// What a child is called in errors and logs: its name, or where it was spawned.
#[derive(Clone)]
pub(crate) struct Label {
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) site: Site,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "`{name}`"),
            None => write!(f, "the child spawned at {}", self.site),
        }
    }
}

/// The error of a [`Scope`](crate::Scope): all that failed in it, and all that was dropped because
/// it did not stop in time.
///
/// A child's error is moved in here, unless somebody awaited it out of the child's
/// [`Task`](crate::Task): then its text is here. `anyhow::Error` and
/// `Box<dyn Error + Send + Sync>` take a `ScopeError` like any error; an enum of your own gets a
/// `From<ScopeError>`.
pub struct ScopeError(Box<Inner>);

struct Inner {
    scope: Label,
    reason: Reason,
    failures: Vec<Failure>,
    stragglers: Vec<Straggler>,
}

/// Why there is an error at all.
#[derive(Clone, Copy)]
pub(super) enum Reason {
    /// The limit is zero: nothing can run.
    NoSlots,
    Failed,
    Ended(Cause),
    /// Its own timeout.
    TimedOut(Duration),
}

impl ScopeError {
    pub(super) fn new(
        scope: Label,
        reason: Reason,
        failures: Vec<Failure>,
        stragglers: Vec<Straggler>,
    ) -> Self {
        ScopeError(Box::new(Inner { scope, reason, failures, stragglers }))
    }

    /// All failures, in the order in which they happened.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.0.failures
    }

    /// All failures, for their errors to be taken out.
    #[must_use]
    pub fn into_failures(self) -> Vec<Failure> {
        self.0.failures
    }

    /// The children that did not stop within the grace and were dropped.
    #[must_use]
    pub fn stragglers(&self) -> &[Straggler] {
        &self.0.stragglers
    }

    /// Whether the scope's own timeout has passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.reason, Reason::TimedOut(_))
    }

    /// Why the scope was ended before its children were done. None if children failed by
    /// themselves.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self.0.reason {
            Reason::Ended(cause) => Some(cause),
            Reason::TimedOut(limit) => Some(Cause::Deadline { limit }),
            Reason::NoSlots | Reason::Failed => None,
        }
    }

    /// The name of the scope, if it has one.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.0.scope.name.as_deref()
    }
}

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.scope.name {
            Some(name) => write!(f, "scope `{name}` ")?,
            None => write!(f, "the scope at {} ", self.0.scope.site)?,
        }
        match self.0.reason {
            Reason::NoSlots => f.write_str("has a limit of 0: no child could ever run")?,
            Reason::Failed => f.write_str("failed")?,
            Reason::TimedOut(limit) => write!(f, "timed out after {limit:?}")?,
            Reason::Ended(Cause::Deadline { limit }) => {
                write!(f, "was ended by an outer timeout of {limit:?}")?;
            }
            Reason::Ended(cause) => write!(f, "was {cause}")?,
        }
        let parts = self.failures().iter().map(|part| part as &dyn fmt::Display);
        let parts = parts.chain(self.stragglers().iter().map(|part| part as &dyn fmt::Display));
        for (index, part) in parts.enumerate() {
            write!(f, "{} {part}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeError")
            .field("scope", &self.scope())
            .field("cause", &self.cause())
            .field("failures", &self.failures())
            .field("stragglers", &self.stragglers())
            .finish()
    }
}

/// The source is the error of the first failure.
impl Error for ScopeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures().first()?.error().map(|error| error as &(dyn Error + 'static))
    }
}

/// Kind [`TimedOut`](io::ErrorKind::TimedOut) for a timeout or deadline, else
/// [`Other`](io::ErrorKind::Other).
impl From<ScopeError> for io::Error {
    fn from(error: ScopeError) -> Self {
        let kind = match error.cause() {
            Some(Cause::Deadline { .. }) => io::ErrorKind::TimedOut,
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    }
}

/// A child, or the body, that failed in a [`Scope`](crate::Scope).
pub struct Failure {
    pub(super) label: Label,
    pub(super) text: String,
    pub(super) error: Option<BoxError>,
    pub(super) panicked: bool,
}

impl Failure {
    /// The child's name; `body` for the body; none for a child without one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.label.name.as_deref()
    }

    /// Where the child was spawned.
    #[must_use]
    pub fn site(&self) -> Site {
        self.label.site
    }

    /// The error. None if it was awaited out of the [`Task`](crate::Task), or is of a type that is
    /// no error, or for a panic that was.
    #[must_use]
    pub fn error(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.error.as_deref()
    }

    /// The error, taken out.
    #[must_use]
    pub fn into_error(self) -> Option<Box<dyn Error + Send + Sync>> {
        self.error
    }

    /// The text of the error or panic.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it was a panic. One that nobody awaited is raised again and not listed.
    #[must_use]
    pub fn is_panic(&self) -> bool {
        self.panicked
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.panicked { "panicked" } else { "failed" };
        write!(f, "{} {verb}: {}", self.label, self.text)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({self})")
    }
}

/// A child, or the body, that did not stop within the grace and was dropped.
#[derive(Clone)]
pub struct Straggler {
    pub(super) label: Label,
    pub(super) stuck_at: Option<Site>,
}

impl Straggler {
    /// The child's name; `body` for the body; none for a child without one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.label.name.as_deref()
    }

    /// Where the child was spawned.
    #[must_use]
    pub fn site(&self) -> Site {
        self.label.site
    }

    /// The await it was stuck at: the innermost in a `#[cancellable]` function or
    /// [`shield_for`](crate::shield_for). None if no such function was waiting.
    #[must_use]
    pub fn stuck_at(&self) -> Option<Site> {
        self.stuck_at
    }
}

impl fmt::Display for Straggler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.stuck_at {
            Some(site) => write!(f, "{} was dropped, stuck at {site}", self.label),
            None => write!(f, "{} was dropped, stuck in code without `#[cancellable]`", self.label),
        }
    }
}

impl fmt::Debug for Straggler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Straggler({self})")
    }
}

/// The error of a spawn. The child was dropped and never polled.
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
    /// The scope is cancelled.
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
            SpawnErrorKind::Cancelled(cause) => write!(f, "the scope is cancelled ({cause})")?,
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
