//! The options of a scope in the library form. What must be stated is in the type: `run` is there
//! once it is.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use super::outcome::{BoxError, How};
use super::probe::{Ending, fail};
use super::rewritten::ScopeOptions;
use super::run::{Run, open};
use super::{OnFailure, Scope, ScopeError};
use crate::Site;

/// The limit is not stated yet.
#[derive(Clone, Copy, Debug)]
pub struct NoLimit;
/// The timeout is not stated yet.
#[derive(Clone, Copy, Debug)]
pub struct NoTimeout;
/// What to do on a failure is not stated yet.
#[derive(Clone, Copy, Debug)]
pub struct NoPolicy;

/// The options of a [`Scope`]; `limit`, `timeout` and `on_failure` have to be stated, else there is no
/// `run`.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{OnFailure, Scope};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> anyhow::Result<()> {
/// let uploads = Scope::builder()
///     .limit(16)
///     .timeout(Duration::from_secs(60))
///     .on_failure(OnFailure::CancelSiblings)
///     .grace(Duration::from_secs(5))
///     .name("uploads");
/// let done: u32 = uploads
///     .run(async |scope| anyhow::Ok(scope.spawn(async { 1 }).await?.await?))
///     .await?;
/// # assert_eq!(done, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a scope does nothing unless run"]
pub struct Builder<L = NoLimit, T = NoTimeout, P = NoPolicy> {
    limit: L,
    timeout: T,
    on_failure: P,
    grace: Option<Duration>,
    name: Option<Cow<'static, str>>,
    site: Site,
}

impl Builder {
    pub(super) fn new(site: Site) -> Self {
        let (limit, timeout, on_failure) = (NoLimit, NoTimeout, NoPolicy);
        Builder { limit, timeout, on_failure, grace: None, name: None, site }
    }
}

impl<L, T, P> Builder<L, T, P> {
    /// How many children may be alive at a time. With 0 the scope fails and nothing runs.
    pub fn limit(self, limit: usize) -> Builder<usize, T, P> {
        let Builder { limit: _, timeout, on_failure, grace, name, site } = self;
        Builder { limit, timeout, on_failure, grace, name, site }
    }

    /// How long the scope may take, from the first poll on, before it is ended; `None` for as long
    /// as it takes. With a length of zero the scope fails and nothing runs.
    pub fn timeout(self, timeout: impl Into<Option<Duration>>) -> Builder<L, Option<Duration>, P> {
        let Builder { limit, timeout: _, on_failure, grace, name, site } = self;
        Builder { limit, timeout: timeout.into(), on_failure, grace, name, site }
    }

    /// What to do when a child fails.
    pub fn on_failure(self, on_failure: OnFailure) -> Builder<L, T, OnFailure> {
        let Builder { limit, timeout, on_failure: _, grace, name, site } = self;
        Builder { limit, timeout, on_failure, grace, name, site }
    }

    /// How long children and body have to stop by themselves once the scope is ended; 1 s if not
    /// given. At its end they are dropped, a [`shield`](fn@crate::shield) that is under way as well.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = Some(grace);
        self
    }

    /// The name of the scope in errors and logs.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl Builder<usize, Option<Duration>, OnFailure> {
    /// Runs `body` in a new scope, and waits for the body and all children.
    ///
    /// The body gets a handle to the scope. It may borrow from around; children own their data.
    ///
    /// # Errors
    ///
    /// The body's own error, or a [`ScopeError`] in the body's error type: if children failed, if
    /// the scope was ended from outside or by its timeout while children were at work, or if the
    /// limit is 0.
    ///
    /// # Panics
    ///
    /// With the panic of a child that nobody awaited, after all children have ended. Where the tokio
    /// runtime has no time driver, if there is a timeout, or if the scope is ended early and somebody
    /// does not stop at once.
    ///
    /// # Cancel safety
    ///
    /// Not cancel safe: dropped, it drops the body and has the children dropped, without waiting
    /// for them.
    pub async fn run<B, F, T, E>(self, body: B) -> Result<T, E>
    where
        B: FnOnce(Scope) -> F,
        F: Future<Output = Result<T, E>>,
        E: From<ScopeError> + fmt::Display + Into<BoxError>,
    {
        let Builder { limit, timeout, on_failure, grace, name, site } = self;
        let opened = open(ScopeOptions { limit, timeout, grace, on_failure, name }, site)?;
        let body = body(opened.scope());
        Run::new(opened, body, How::of_outcome(), Ending(Some(fail))).await
    }
}
