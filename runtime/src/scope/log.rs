//! What a scope tells the log, with the feature `tracing`; nothing without it.

use std::fmt;

use super::error::{Failure, Label, ScopeError, Straggler};
use super::state::State;
use crate::Site;

#[cfg(feature = "tracing")]
fn scope_name(state: &State) -> &str {
    state.label.name.as_deref().unwrap_or_default()
}

/// A child failed. An error of the scope tells it to the caller as well, unless it is supervised.
pub(super) fn failure(state: &State, failure: &Failure) {
    #[cfg(feature = "tracing")]
    {
        let (scope, child) = (scope_name(state), failure.label.to_string());
        if state.on_failure == super::OnFailure::Supervise {
            tracing::error!(scope, child, "{failure}");
        } else {
            tracing::debug!(scope, child, "{failure}");
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (state, failure);
}

/// A child or the body gave an error after it was told of the end: not a failure, but nobody else gets it.
pub(super) fn stopped(state: &State, label: &Label, text: impl FnOnce() -> String) {
    #[cfg(feature = "tracing")]
    {
        let (scope, child) = (scope_name(state), tracing::field::display(label));
        tracing::debug!(scope, child, "{label} stopped: {}", text());
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (state, label, text);
}

pub(super) fn straggler(state: &State, straggler: &Straggler) {
    #[cfg(feature = "tracing")]
    {
        let child = straggler.label.to_string();
        tracing::warn!(scope = scope_name(state), child, "{straggler}");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (state, straggler);
}

/// A destructor that panicked while the scope dropped a child.
pub(super) fn panic_in_drop(state: &State, child: &dyn fmt::Display, text: &str) {
    #[cfg(feature = "tracing")]
    {
        let child = child.to_string();
        tracing::error!(
            scope = scope_name(state),
            child,
            "{child} panicked while it was dropped: {text}"
        );
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (state, child, text);
}

/// The grace is over, and the body cannot be dropped because its function would have nothing to return.
pub(super) fn body_goes_on(state: &State) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        scope = scope_name(state),
        "the scope has ended, and its body goes on: a function that returns neither a `Result` nor \
         `()` cannot be stopped from outside; what it spawns from now on is dropped"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = state;
}

/// An error of a scope in a function that cannot return it.
pub(super) fn error(error: &ScopeError) {
    #[cfg(feature = "tracing")]
    tracing::error!(scope = error.scope().unwrap_or_default(), "{error}");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

pub(super) fn detached(reason: &str, site: Site) {
    #[cfg(feature = "tracing")]
    tracing::info!(reason, %site, "a task is detached from its scope");
    #[cfg(not(feature = "tracing"))]
    let _ = (reason, site);
}
