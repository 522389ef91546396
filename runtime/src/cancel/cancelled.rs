//! What an interrupted function returns: [`Cancelled`], with its [`Cause`] and its [`Site`].

use std::fmt;
use std::io;
use std::panic::Location;
use std::time::Duration;

use crate::__private::Site as StaticSite;

/// The error of a function that was stopped at a checkpoint.
///
/// A `#[cancellable]` function returns `Err(E::from(cancelled))`, so its error type `E` needs a
/// `From<Cancelled>`. `Box<dyn Error + Send + Sync>`, `anyhow::Error` and [`std::io::Error`] have
/// it; an enum of your own gets it by hand or with `thiserror`'s `#[from]`.
///
/// # Example
///
/// ```
/// use asyncward::Cancelled;
///
/// #[derive(Debug)]
/// enum LoadError {
///     Io(std::io::Error),
///     Cancelled(Cancelled),
/// }
///
/// impl From<Cancelled> for LoadError {
///     fn from(cancelled: Cancelled) -> Self {
///         LoadError::Cancelled(cancelled)
///     }
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cancelled {
    cause: Cause,
    site: Site,
}

impl Cancelled {
    pub(crate) fn new(cause: Cause, site: Site) -> Self {
        Cancelled { cause, site }
    }

    /// Why the function was stopped. If several contexts around it are cancelled, this is the
    /// cause of the outermost.
    #[must_use]
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// The await at which the function was stopped.
    #[must_use]
    pub fn site(&self) -> Site {
        self.site
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.cause, self.site)
    }
}

impl fmt::Debug for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancelled").field("cause", &self.cause).field("site", &self.site).finish()
    }
}

impl std::error::Error for Cancelled {}

/// Kind [`TimedOut`](io::ErrorKind::TimedOut) for a deadline and [`Other`](io::ErrorKind::Other)
/// for everything else; never `Interrupted`, which the standard library retries. The `Cancelled`
/// is the inner error: `error.get_ref()` and `downcast` find it.
impl From<Cancelled> for io::Error {
    fn from(cancelled: Cancelled) -> Self {
        let kind = match cancelled.cause {
            Cause::Deadline { .. } => io::ErrorKind::TimedOut,
            Cause::Requested | Cause::SiblingFailed | Cause::ScopeClosed => io::ErrorKind::Other,
        };
        io::Error::new(kind, cancelled)
    }
}

/// Why a context was cancelled. The first cause stays; every context below sees the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// A [`CancellationToken`](crate::CancellationToken) was cancelled.
    Requested,
    /// A deadline passed.
    Deadline {
        /// The length of the timeout that expired.
        limit: Duration,
    },
    /// Another child of the same [`Scope`](crate::Scope) failed.
    SiblingFailed,
    /// The [`Scope`](crate::Scope) was cancelled from inside, or its body failed.
    ScopeClosed,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Requested => f.write_str("cancelled"),
            Cause::Deadline { limit } => write!(f, "timed out after {limit:?}"),
            Cause::SiblingFailed => f.write_str("cancelled because a sibling failed"),
            Cause::ScopeClosed => f.write_str("cancelled because its scope was closed"),
        }
    }
}

/// A place in the source where a function waits: the function, the awaited expression, and where
/// it stands.
#[derive(Clone, Copy)]
pub struct Site(At);

#[derive(Clone, Copy)]
enum At {
    Await(&'static StaticSite),
    Call(&'static Location<'static>),
}

impl Site {
    pub(crate) fn of_await(site: &'static StaticSite) -> Self {
        Site(At::Await(site))
    }

    pub(crate) fn of_call(location: &'static Location<'static>) -> Self {
        Site(At::Call(location))
    }

    /// The name of the `#[cancellable]` function; none where the place is a call in code without
    /// the attribute ([`checkpoint`](crate::checkpoint), [`or_cancelled`](crate::OrCancelled)).
    #[must_use]
    pub fn function(&self) -> Option<&'static str> {
        match self.0 {
            At::Await(site) => Some(site.function),
            At::Call(_) => None,
        }
    }

    /// The awaited expression, on one line and cut when long; none where the function was not
    /// started at all, or where [`function`](Site::function) is none.
    #[must_use]
    pub fn expression(&self) -> Option<&'static str> {
        match self.0 {
            At::Await(site) => Some(site.expression).filter(|text| !text.is_empty()),
            At::Call(_) => None,
        }
    }

    /// The source file, as [`file!`] gives it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        match self.0 {
            At::Await(site) => site.file,
            At::Call(location) => location.file(),
        }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self.0 {
            At::Await(site) => site.line,
            At::Call(location) => location.line(),
        }
    }

    /// The column, from 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        match self.0 {
            At::Await(site) => site.column,
            At::Call(location) => location.column(),
        }
    }
}

impl PartialEq for Site {
    fn eq(&self, other: &Self) -> bool {
        let key = |site: &Site| (site.line(), site.column(), site.file(), site.expression());
        key(self) == key(other)
    }
}

impl Eq for Site {}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(expression) = self.expression() {
            write!(f, "`{expression}` in ")?;
        }
        if let Some(function) = self.function() {
            write!(f, "`{function}`, ")?;
        }
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Site({self})")
    }
}
