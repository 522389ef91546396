//! What awaits in the function's own body: not in a closure or an `async` block in it.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAsync, ExprAwait, ExprClosure, Item, Local, Macro, Pat, Stmt, Type};

use crate::body::flow::shape;
use crate::body::known::Known;
use crate::span;

/// The first `.await` of a body, or macro that awaits.
pub(crate) fn first_await(stmts: &[Stmt]) -> Option<Span> {
    stmts.iter().find_map(stmt)
}

pub(super) fn stmt(stmt: &Stmt) -> Option<Span> {
    let mut finder = Finder::default();
    finder.visit_stmt(stmt);
    finder.found
}

pub(super) fn expr(expr: &Expr) -> Option<Span> {
    let mut finder = Finder::default();
    finder.visit_expr(expr);
    finder.found
}

pub(super) fn block(block: &Block) -> bool {
    first_await(&block.stmts).is_some()
}

pub(crate) fn has_unknown_macro(stmt: &Stmt) -> bool {
    let mut finder = Finder::default();
    finder.visit_stmt(stmt);
    finder.unknown
}

pub(super) fn expr_has_unknown_macro(expr: &Expr) -> bool {
    let mut finder = Finder::default();
    finder.visit_expr(expr);
    finder.unknown
}

/// Pins a local, which what awaits it needs where it is.
pub(super) fn pins(stmt: &Stmt) -> Option<Span> {
    let called = match stmt {
        Stmt::Macro(called) => &called.mac,
        Stmt::Local(Local { init: Some(init), .. }) => match &*init.expr {
            Expr::Macro(called) => &called.mac,
            _ => return None,
        },
        _ => return None,
    };
    matches!(shape::macro_name(called).as_str(), "pin" | "pin_mut").then(|| called.path.span())
}

#[derive(Default)]
struct Finder {
    found: Option<Span>,
    /// A macro that is not known, with no `await` in its tokens.
    unknown: bool,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_await(&mut self, expr: &'ast ExprAwait) {
        visit::visit_expr_await(self, expr);
        self.found.get_or_insert(expr.await_token.span);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let known = Known::of(&mac.path);
        let awaits = match known {
            Known::Select | Known::Join | Known::TryJoin | Known::Waits => true,
            Known::Unknown | Known::Arguments | Known::Plain => {
                span::mentions(&mac.tokens, "await")
            }
        };
        if awaits {
            self.found.get_or_insert(mac.path.span());
        }
        self.unknown |= known == Known::Unknown;
    }

    fn visit_pat(&mut self, pat: &'ast Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr(&guard.guard);
        }
    }

    fn visit_expr_async(&mut self, _: &'ast ExprAsync) {}

    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}

    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_type(&mut self, _: &'ast Type) {}
}
