//! Values without a name, and what is moved out of one that has a name: how long they live.

use syn::Expr;

use super::state::Id;
use super::walker::Walker;
use super::{What, key, methods};
use crate::span;

impl<'a> Walker<'a> {
    /// A temporary that lives to the end of what `terminated` is about.
    pub(super) fn temporary(&mut self, expr: &'a Expr) -> Option<Id> {
        let id = self.new_temporary(expr, false)?;
        self.place.temporaries.push(id);
        Some(id)
    }

    /// A temporary that lives as long as the binding which refers to it.
    pub(super) fn extended_temporary(&mut self, expr: &'a Expr) {
        if let Some(id) = self.new_temporary(expr, false) {
            self.lasting.push(id);
        }
    }

    /// From here on they live as long as the bindings around.
    pub(super) fn keep_lasting(&mut self, before: usize) {
        let lasting = self.lasting.split_off(before);
        self.scope.extend(lasting);
    }

    /// A temporary that something is made of.
    pub(super) fn moved_temporary(&mut self, expr: &'a Expr) -> Option<Id> {
        self.new_temporary(expr, true)
    }

    fn new_temporary(&mut self, expr: &'a Expr, is_moved: bool) -> Option<Id> {
        let is_unsure = self.place.is_local && !methods::acquires(expr);
        if self.place.is_sync || self.place.in_macro || is_unsure {
            return None;
        }
        let what = What::Temporary { expression: key(expr), ends: span::ends(expr), is_moved };
        let id = self.thing(key(expr), None, what, false);
        self.begin(id);
        Some(id)
    }

    /// A field that is moved out of a binding. `None`: nobody can ask what it is.
    pub(super) fn part(&mut self, expr: &'a Expr) -> Option<Id> {
        if self.place.is_local || self.place.is_sync || self.place.in_macro || self.is_quiet {
            return None;
        }
        let what = What::Field { expression: key(expr), at: span::ends(expr).1 };
        Some(self.thing(key(expr), None, what, false))
    }

    /// Temporaries made in it are gone behind it.
    pub(super) fn terminated<R>(&mut self, walk: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.place.temporaries.len();
        let result = walk(self);
        self.end_temporaries(before);
        result
    }

    pub(super) fn end_temporaries(&mut self, before: usize) {
        let temporaries = self.place.temporaries.split_off(before);
        temporaries.into_iter().for_each(|id| self.end(id));
    }
}
