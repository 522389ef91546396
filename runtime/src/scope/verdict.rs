//! What a scope gives once its body and all children are gone: the body's result, a panic, or the
//! error that says what went wrong.

use std::mem;
use std::panic::resume_unwind;
use std::sync::atomic::Ordering;

use super::error::{Failure, Label, Name, Reason, ScopeError};
use super::outcome::How;
use super::probe::Ending;
use super::state::{Ended, Payload, Record, State};
use super::{OnFailure, log};
use crate::Cause;
use crate::cancel::context;
use crate::cancel::node::Node;

/// How the body ended.
pub(super) enum BodyEnd<R> {
    Returned(R),
    /// By itself, after that many children.
    Failed(R, usize),
    /// With an `Err`, after it was told that the scope is cancelled.
    Stopped(R),
    Panicked(Payload),
    /// At the end of the grace.
    Dropped,
    /// With a value in whose place there is an error.
    Replaced,
}

pub(super) struct Verdict<'a, R> {
    pub(super) node: &'a Node,
    pub(super) state: &'a State,
    pub(super) timed_out: bool,
    pub(super) how: How<R>,
}

impl<R> Verdict<'_, R> {
    pub(super) fn give(self, ended: BodyEnd<R>, ending: &Ending<R>) -> R {
        let cause = self.node.cause_of_scope();
        // Cancelled from inside, children may as well be dropped.
        let ended_outside = matches!(cause, Some(Cause::Deadline { .. } | Cause::Requested));
        let cut_short = ended_outside && self.state.cut_short.load(Ordering::Acquire);
        let ended = match ended {
            BodyEnd::Returned(value) if ending.0.is_some() && (cut_short || self.has_failed()) => {
                // The `Task`s in it give back what their children failed with.
                drop(value);
                BodyEnd::Replaced
            }
            ended => ended,
        };
        let mut all = mem::take(&mut *self.state.ended());
        let panic = all.failures.iter_mut().find_map(|record| record.payload.take());
        let ended = match ended {
            BodyEnd::Panicked(payload) => resume_unwind(payload),
            ended => ended,
        };
        if let Some(payload) = panic {
            resume_unwind(payload);
        }
        if self.state.on_failure == OnFailure::Supervise {
            // Panics, for errors are not kept at all. One that was awaited is the awaiter's.
            all.failures.retain(|record| !record.claimed);
        }
        let cut = match ended {
            BodyEnd::Returned(_) | BodyEnd::Replaced => cut_short,
            BodyEnd::Stopped(_) | BodyEnd::Dropped => true,
            BodyEnd::Failed(..) | BodyEnd::Panicked(_) => false,
        };
        if cut && all.failures.is_empty() && !self.timed_out {
            // If the context outside is cancelled, this is not the failure of whoever returns it.
            let _ = context::cause();
        }
        let (output, failed_at) = match ended {
            BodyEnd::Returned(value) if all.failures.is_empty() && !cut_short => return value,
            BodyEnd::Returned(value) => (Some(value), None),
            BodyEnd::Stopped(value)
                if all.failures.is_empty() && all.stragglers.is_empty() && !self.timed_out =>
            {
                return value;
            }
            BodyEnd::Stopped(value) => (Some(value), None),
            BodyEnd::Failed(value, at)
                if is_the_error(self.state.on_failure, at, &all.failures) =>
            {
                return value;
            }
            BodyEnd::Failed(value, at) => (Some(value), Some(at)),
            BodyEnd::Dropped | BodyEnd::Replaced | BodyEnd::Panicked(_) => (None, None),
        };
        match (ending.0, output) {
            (Some(ending), output) => ending(self.error(cause, output.zip(failed_at), all)),
            (None, Some(value)) => {
                log::error(&self.error(cause, None, all));
                value
            }
            (None, None) => unreachable!("a body that returns no `Result` is not dropped"),
        }
    }

    /// Whether there is a failure that nobody has dealt with.
    fn has_failed(&self) -> bool {
        let supervised = self.state.on_failure == OnFailure::Supervise;
        self.state.ended().failures.iter().any(|record| !(supervised && record.claimed))
    }

    /// Everything that went wrong; `body` is the error of the body and after how many others it came.
    fn error(self, cause: Option<Cause>, body: Option<(R, usize)>, mut all: Ended) -> ScopeError {
        let records = mem::take(&mut all.failures);
        let claimed: Vec<_> = records.iter().map(|record| record.claimed).collect();
        let mut failures: Vec<_> = records.into_iter().map(|record| record.failure).collect();
        if let Some((value, at)) = body {
            let (text, error) = (self.how.text(&value), self.how.error(value));
            let same =
                failures.iter().zip(claimed).position(|(f, claimed)| claimed && f.text == text);
            match same {
                // It awaited the child and returned what that gave.
                Some(same) => failures[same].error = error,
                None => {
                    let label =
                        Label { name: Some(Name::Static("body")), site: self.state.label.site };
                    failures.insert(at, Failure { label, text, error, panicked: false });
                }
            }
        }
        let reason = match cause {
            Some(Cause::Deadline { limit }) if self.timed_out => Reason::TimedOut(limit),
            Some(Cause::SiblingFailed) | None => Reason::Failed,
            Some(Cause::ScopeClosed) if !failures.is_empty() => Reason::Failed,
            Some(cause) => Reason::Ended(cause),
        };
        ScopeError::new(self.state, reason, failures, all)
    }
}

/// Whether the body's own error, that came after `at` others, says it all.
fn is_the_error(on_failure: OnFailure, at: usize, failures: &[Record]) -> bool {
    match on_failure {
        OnFailure::Supervise => true,
        // The first counts. One that was awaited is most likely what the body returns, in words of its own.
        OnFailure::CancelSiblings => at == 0 || failures.first().is_some_and(|first| first.claimed),
        OnFailure::WaitAll => match failures {
            [] => true,
            [only] => only.claimed,
            _ => false,
        },
    }
}
