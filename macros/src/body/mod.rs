//! Reading a body: what it awaits, and what the macros in it are known to do.

pub(crate) mod arguments;
pub(crate) mod attrs;
pub(crate) mod flow;
pub(crate) mod known;
pub(crate) mod select;
pub(crate) mod text;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprAwait, ExprClosure, Item, Macro, Pat, Stmt, Type};

use crate::span;
use known::Known;

/// What a body awaits.
#[derive(Default)]
pub(crate) struct Awaits {
    /// It awaits something itself, or has a macro that may.
    pub(crate) own: bool,
    /// The first await of an `async` block or closure in it, which is not its own.
    pub(crate) nested: Option<Span>,
}

impl Awaits {
    pub(crate) fn read(body: &[Stmt]) -> Awaits {
        let mut reader = Reader { found: Awaits::default(), depth: 0 };
        for stmt in body {
            reader.visit_stmt(stmt);
        }
        reader.found
    }
}

struct Reader {
    found: Awaits,
    /// How many `async` blocks and closures deep.
    depth: usize,
}

impl Reader {
    fn found(&mut self, at: Span) {
        if self.depth == 0 {
            self.found.own = true;
        } else {
            self.found.nested.get_or_insert(at);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        // An answer ends the walk.
        if !self.found.own {
            visit::visit_expr(self, expr);
        }
    }

    fn visit_expr_await(&mut self, expr: &'ast ExprAwait) {
        self.found(expr.await_token.span);
        visit::visit_expr_await(self, expr);
    }

    fn visit_expr_async(&mut self, expr: &'ast ExprAsync) {
        self.depth += 1;
        visit::visit_expr_async(self, expr);
        self.depth -= 1;
    }

    fn visit_expr_closure(&mut self, expr: &'ast ExprClosure) {
        self.depth += 1;
        self.visit_expr(&expr.body);
        self.depth -= 1;
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let may_await = match Known::of(&mac.path) {
            Known::Select | Known::Join | Known::TryJoin | Known::Waits => true,
            Known::Unknown if self.depth == 0 => true,
            Known::Unknown | Known::Arguments | Known::Plain => {
                span::mentions(&mac.tokens, "await")
            }
        };
        if may_await {
            self.found(mac.path.span());
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}

    fn visit_type(&mut self, _: &'ast Type) {}

    fn visit_pat(&mut self, pat: &'ast Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr(&guard.guard);
        }
    }
}
