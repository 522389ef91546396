//! `async` blocks and closures: bodies of their own, with what they capture alive at their start.

use std::collections::BTreeSet;

use syn::{ExprAsync, ExprClosure};

use super::expressions::Use;
use super::key;
use super::state::{Id, State};
use super::walker::{Place, Walker};

impl<'a> Walker<'a> {
    pub(super) fn async_block(&mut self, block: &'a ExprAsync) {
        let is_move = block.capture.is_some();
        let (home, is_local) = match self.place.home {
            Some(home) if is_move => (home, self.place.is_local),
            _ => (key(block), true),
        };
        self.nested(
            || Place::start(Some(home), is_local, false),
            is_move,
            |walker| {
                walker.statements(&block.block.stmts);
            },
        );
    }

    pub(super) fn closure(&mut self, closure: &'a ExprClosure) {
        let is_async = closure.asyncness.is_some();
        let is_move = closure.capture.is_some();
        // What an async closure captures is borrowed by its futures: it would be less callable.
        let (home, is_local) = match self.place.home {
            _ if is_async => (Some(key(closure)), true),
            Some(home) if is_move => (Some(home), self.place.is_local),
            _ => (None, true),
        };
        self.nested(
            || Place::start(home, is_local, !is_async),
            is_move,
            |walker| {
                walker.scoped(|walker| {
                    for input in &closure.inputs {
                        walker.declare(input, !is_typed(input), true);
                    }
                    walker.terminated(|walker| walker.walk(&closure.body, Use::Value));
                });
            },
        );
    }

    /// Walks once to see what is captured, and once more with that alive at the start.
    fn nested(&mut self, place: impl Fn() -> Place, is_move: bool, walk: impl Fn(&mut Self)) {
        let alive: BTreeSet<Id> = self.place.state.alive().collect();
        let used = std::mem::take(&mut self.used);
        let moved = std::mem::take(&mut self.moved);
        let was_quiet = std::mem::replace(&mut self.is_quiet, true);
        let outside = std::mem::replace(&mut self.place, place());
        walk(self);
        let captured: BTreeSet<Id> = self.used.intersection(&alive).copied().collect();
        let gone: Vec<Id> =
            captured.iter().copied().filter(|id| is_move || self.moved.contains(id)).collect();
        self.is_quiet = was_quiet;
        if !self.is_quiet {
            self.place = place();
            captured.iter().for_each(|id| self.place.state.begin(*id));
            if !outside.state.is_reachable() {
                self.place.state = State::nowhere();
            }
            walk(self);
        }
        self.place = outside;
        self.used.extend(used);
        self.moved.extend(moved);
        gone.into_iter().for_each(|id| self.take(id));
    }
}

/// Whether what a parameter is does not depend on what the closure is passed to.
fn is_typed(input: &syn::Pat) -> bool {
    matches!(input, syn::Pat::Type(_))
}
