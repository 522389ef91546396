//! What the user wrote, for messages and sites.

use proc_macro2::TokenStream;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprAwait, Item, Path, Type};

use super::parts::{awaited_number, original_of};

/// What the user wrote in place of each rewritten spawn, by its number.
#[derive(Default)]
pub(crate) struct Originals(pub(super) Vec<TokenStream>);

impl Originals {
    /// Of a function without a scope.
    pub(in crate::rewrite) const NONE: &'static Originals = &Originals(Vec::new());

    /// The expression as the user wrote it, as far as spawns go.
    pub(in crate::rewrite) fn restored(&self, expr: &Expr) -> Option<Expr> {
        restored(&self.0, expr)
    }

    /// The call that spawns, if this waits for a child's slot.
    pub(in crate::rewrite) fn spawn(&self, awaited: &ExprAwait) -> Option<&TokenStream> {
        awaited_number(awaited).and_then(|number| self.0.get(number))
    }
}

pub(super) fn restored(originals: &[TokenStream], expr: &Expr) -> Option<Expr> {
    let mut restore = Restore { originals, found: false };
    let mut expr = expr.clone();
    restore.visit_expr_mut(&mut expr);
    restore.found.then_some(expr)
}

struct Restore<'a> {
    originals: &'a [TokenStream],
    found: bool,
}

impl VisitMut for Restore<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match original_of(expr).and_then(|number| self.originals.get(number)) {
            Some(original) => {
                self.found = true;
                *expr = Expr::Verbatim(original.clone());
            }
            None => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_path_mut(&mut self, _: &mut Path) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}
}
