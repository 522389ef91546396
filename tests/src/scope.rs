//! What the suites of scopes have in common: scopes to run, children that wait or fail, and what is
//! in an error.

use std::fmt;
use std::future::pending;
use std::time::Duration;

use asyncward::{Builder, Cancelled, OnFailure, Scope, ScopeError, cancellable};
use tokio::time::sleep;

/// A scope that can be run.
pub type Open = Builder<usize, Option<Duration>, OnFailure>;

/// A scope without a timeout that has a slot for each child, and in which a failure stops the others.
#[track_caller]
pub fn scope() -> Open {
    scope_with(OnFailure::CancelSiblings)
}

/// The same with another policy.
#[track_caller]
pub fn scope_with(on_failure: OnFailure) -> Open {
    limited(2_000, on_failure)
}

/// The same with fewer slots.
#[track_caller]
pub fn limited(limit: usize, on_failure: OnFailure) -> Open {
    Scope::builder().limit(limit).timeout(None).on_failure(on_failure)
}

/// Short for lists of durations.
#[must_use]
pub const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Waits until it is stopped.
///
/// # Errors
/// When it is.
#[cancellable]
pub async fn park() -> Result<(), Cancelled> {
    pending().await
}

/// What children fail with.
#[derive(Debug, PartialEq)]
pub struct Broken(pub &'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broken: {}", self.0)
    }
}

impl std::error::Error for Broken {}

/// A child that fails.
///
/// # Errors
/// After so many milliseconds.
pub async fn fail_after(millis: u64, what: &'static str) -> Result<(), Broken> {
    sleep(Duration::from_millis(millis)).await;
    Err(Broken(what))
}

/// The error of the scope itself.
#[must_use]
#[track_caller]
pub fn scope_error(error: anyhow::Error) -> ScopeError {
    error.downcast().expect("a ScopeError")
}

/// The errors in it, as they were thrown.
#[must_use]
#[track_caller]
pub fn broken(error: &ScopeError) -> Vec<&'static str> {
    let errors = error.failures().iter();
    errors.map(|failure| failure.error().unwrap().downcast_ref::<Broken>().unwrap().0).collect()
}
