//! What may be alive at a point of a body.

use std::collections::BTreeSet;

/// Which candidate, in the order in which they were met.
pub(super) type Id = usize;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    alive: BTreeSet<Id>,
    reachable: bool,
}

impl State {
    pub(super) fn start() -> State {
        State { alive: BTreeSet::new(), reachable: true }
    }

    /// No path leads here.
    pub(super) fn nowhere() -> State {
        State { alive: BTreeSet::new(), reachable: false }
    }

    pub(super) fn is_reachable(&self) -> bool {
        self.reachable
    }

    pub(super) fn is_alive(&self, id: Id) -> bool {
        self.alive.contains(&id)
    }

    pub(super) fn alive(&self) -> impl Iterator<Item = Id> + '_ {
        self.alive.iter().copied()
    }

    pub(super) fn begin(&mut self, id: Id) {
        if self.reachable {
            self.alive.insert(id);
        }
    }

    pub(super) fn end(&mut self, id: Id) {
        self.alive.remove(&id);
    }

    /// Where two paths meet.
    pub(super) fn join(&mut self, other: &State) {
        self.alive.extend(&other.alive);
        self.reachable |= other.reachable;
    }

    pub(super) fn retain(&mut self, keep: impl Fn(Id) -> bool) {
        self.alive.retain(|id| keep(*id));
    }
}
