//! What a child leaves with the runtime when it ends, for its `Task`. The runtime drops it at once if there is none,
//! otherwise with the `Task`.

use std::sync::Arc;

use super::outcome::How;
use super::state::{Payload, State, outcome_gone};
use crate::cancel::node::Node;

/// The fields of each are dropped in their order: the scope waits for the destructor of the value.
pub(super) enum Output<T> {
    Value {
        value: T,
        /// It is an error that the child gave because it was told that the scope is cancelled.
        told: bool,
        member: Member,
    },
    /// Boxed: few do.
    Failed(Box<Failed<T>>),
    /// It was dropped by its scope, or never begun.
    Stopped(Arc<Node>, Member),
}

/// As long as it is there, the scope has an outcome to wait for. `None` where there is no scope.
pub(super) struct Member(pub(super) Option<Arc<Node>>);

impl Member {
    pub(super) fn state(&self) -> Option<&State> {
        self.0.as_ref().and_then(|node| node.scope_state())
    }
}

impl Drop for Member {
    #[inline]
    fn drop(&mut self) {
        if let Some(node) = &self.0
            && let Some(state) = node.scope_state()
        {
            outcome_gone(node, state);
        }
    }
}

/// Of a child that failed by itself.
pub(super) struct Failed<T> {
    pub(super) with: Option<FailedWith<T>>,
    /// Where the scope's record of it is, if there is one.
    pub(super) record: Option<usize>,
    pub(super) how: How<T>,
    pub(super) member: Member,
}

pub(super) enum FailedWith<T> {
    Value(T),
    Panic(Payload),
}

impl<T> Failed<T> {
    /// For who awaits the child: the scope gets nothing but the text.
    pub(super) fn claim(&mut self) -> Option<FailedWith<T>> {
        if let (Some(record), Some(state)) = (self.record, self.member.state()) {
            state.claim(record);
        }
        self.with.take()
    }
}

/// The outcome of a failed child that nobody awaited is the scope's.
impl<T> Drop for Failed<T> {
    fn drop(&mut self) {
        let (Some(record), Some(state)) = (self.record, self.member.state()) else { return };
        match self.with.take() {
            Some(FailedWith::Value(value)) => {
                state.complete(record, self.how.error(value), None);
            }
            Some(FailedWith::Panic(payload)) => state.complete(record, None, Some(payload)),
            None => {}
        }
    }
}
