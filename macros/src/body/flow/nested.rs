//! `async` blocks and closures: bodies of their own, with what they capture alive at their start.

use std::collections::BTreeSet;

use syn::{ExprAsync, ExprClosure};

use super::expressions::Use;
use super::state::{Id, State};
use super::walker::{Place, Walker};
use super::{Only, key};

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
        let is_once = self.nested(
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
        if is_once {
            self.once.insert(key(closure));
        }
    }

    /// Walks once to see what is captured, and once more with that alive at the start. Whether
    /// something is moved out of what is captured.
    fn nested(
        &mut self,
        place: impl Fn() -> Place,
        is_move: bool,
        walk: impl Fn(&mut Self),
    ) -> bool {
        let used = std::mem::take(&mut self.used);
        let used_in_part = std::mem::take(&mut self.used_in_part);
        let moved = std::mem::take(&mut self.moved);
        let was_quiet = std::mem::replace(&mut self.is_quiet, true);
        let outside = std::mem::replace(&mut self.place, place());
        walk(self);
        self.place = outside;
        let named: Vec<Id> = self.used.union(&self.used_in_part).copied().collect();
        named.into_iter().for_each(|id| self.named_again(id));
        let alive: BTreeSet<Id> = self.place.state.alive().collect();
        let outside = std::mem::replace(&mut self.place, place());
        let captured: BTreeSet<Id> = self.used.intersection(&alive).copied().collect();
        let in_part: BTreeSet<Id> = self
            .used_in_part
            .difference(&captured)
            .copied()
            .filter(|id| alive.contains(id))
            .collect();
        let gone: Vec<Id> = captured
            .union(&in_part)
            .copied()
            .filter(|id| is_move || self.moved.contains(id))
            .collect();
        let is_once = captured.iter().any(|id| self.moved.contains(id));
        self.is_quiet = was_quiet;
        if !self.is_quiet {
            self.place = place();
            captured.iter().for_each(|id| self.place.state.begin(*id));
            in_part.iter().for_each(|id| self.begin_if(*id, Only::Transparent));
            if !outside.state.is_reachable() {
                self.place.state = State::nowhere();
            }
            walk(self);
        }
        self.place = outside;
        self.used.extend(used);
        self.used_in_part.extend(used_in_part);
        self.moved.extend(moved);
        gone.into_iter().for_each(|id| self.take(id));
        is_once
    }
}

/// Whether what a parameter is does not depend on what the closure is passed to.
fn is_typed(input: &syn::Pat) -> bool {
    matches!(input, syn::Pat::Type(_))
}
