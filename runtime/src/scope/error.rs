//! What a scope returns when it did not go well: [`ScopeError`], with each [`Failure`] and each
//! [`Straggler`].

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use super::outcome::BoxError;
use super::state::{Ended, State};
use crate::{Cause, Site};

/// What a child is called in errors and logs: its name, or where it was spawned. A clone allocates nothing.
#[derive(Clone)]
pub(crate) struct Label {
    pub(super) name: Option<Name>,
    pub(super) site: Site,
}

#[derive(Clone, Debug)]
pub(crate) enum Name {
    Static(&'static str),
    Shared(Arc<str>),
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Name::Static(name) => name,
            Name::Shared(name) => name,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl From<Cow<'static, str>> for Name {
    fn from(name: Cow<'static, str>) -> Self {
        match name {
            Cow::Borrowed(name) => Name::Static(name),
            Cow::Owned(name) => Name::Shared(name.into()),
        }
    }
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
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{OnFailure, Scope, ScopeError};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let builder = Scope::builder().limit(8).timeout(Duration::from_secs(5)).name("sync");
/// let late: Result<(), ScopeError> = builder
///     .on_failure(OnFailure::CancelSiblings)
///     .run(async |scope| {
///         let _ = scope.named("feed").spawn(std::future::pending::<()>()).await;
///         Ok(())
///     })
///     .await;
/// let late = late.unwrap_err();
/// assert!(late.is_timeout());
/// assert_eq!(late.stragglers()[0].name(), Some("feed"));
/// assert_eq!(
///     late.to_string(),
///     "scope `sync` timed out after 5s: \
///      `feed` was dropped, stuck in code without `#[cancellable]`",
/// );
/// # }
/// ```
pub struct ScopeError(Box<Inner>);

struct Inner {
    scope: Label,
    reason: Reason,
    failures: Vec<Failure>,
    stragglers: Vec<Straggler>,
    waits: Vec<Site>,
    limit: usize,
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
    /// Nothing ran.
    pub(super) fn at_once(scope: Label, reason: Reason) -> Self {
        let (failures, stragglers, waits) = (Vec::new(), Vec::new(), Vec::new());
        ScopeError(Box::new(Inner { scope, reason, failures, stragglers, waits, limit: 0 }))
    }

    pub(super) fn new(state: &State, reason: Reason, failures: Vec<Failure>, rest: Ended) -> Self {
        let Ended { stragglers, waits, failures: _ } = rest;
        let (scope, limit) = (state.label.clone(), state.limit);
        ScopeError(Box::new(Inner { scope, reason, failures, stragglers, waits, limit }))
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

    /// The spawns that waited for a slot when a timeout or deadline ended the scope, with the oldest
    /// first. If they stand in children, `limit` leaves no room for them.
    #[must_use]
    pub fn waiting_spawns(&self) -> &[Site] {
        &self.0.waits
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
        let mut separator = ":";
        for part in parts {
            write!(f, "{separator} {part}")?;
            separator = ";";
        }
        let mut waits = self.waiting_spawns();
        while let [site, ..] = waits {
            let count = waits.iter().take_while(|other| *other == site).count();
            let spawns = if count == 1 { "a spawn".to_owned() } else { format!("{count} spawns") };
            write!(f, "{separator} {spawns} waited for a slot (limit {}) at {site}", self.0.limit)?;
            (separator, waits) = (";", &waits[count..]);
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
            .field("waiting_spawns", &self.waiting_spawns())
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

/// A child, or the body, that did not stop within the grace and was dropped.
#[derive(Clone)]
pub struct Straggler {
    pub(super) label: Label,
    pub(super) stuck_at: Option<Site>,
    pub(super) in_shield: bool,
}

impl Straggler {
    /// The await it was stuck at: the innermost in a `#[cancellable]` function or
    /// [`shield_for`](crate::shield_for). None if no such function was waiting.
    #[must_use]
    pub fn stuck_at(&self) -> Option<Site> {
        self.stuck_at
    }

    /// Whether it was in a [`shield`](fn@crate::shield): the end of the grace cuts that too. Such work
    /// needs a `grace` that is longer than it takes.
    #[must_use]
    pub fn in_shield(&self) -> bool {
        self.in_shield
    }
}

impl fmt::Display for Straggler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was dropped", self.label)?;
        if self.in_shield {
            f.write_str(" in a `shield`")?;
        }
        match &self.stuck_at {
            Some(site) => write!(f, ", stuck at {site}"),
            None if self.in_shield => Ok(()),
            None => f.write_str(", stuck in code without `#[cancellable]`"),
        }
    }
}

/// What tells one child from another, for both lists of an error.
macro_rules! labelled {
    ($($of:ident)+) => {$(
        impl $of {
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
        }

        impl fmt::Debug for $of {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($of))
            }
        }
    )+};
}

labelled! { Failure Straggler }
