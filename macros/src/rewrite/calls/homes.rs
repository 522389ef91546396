//! Bodies, and what is asked behind them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::visit_mut::VisitMut as _;
use syn::{Attribute, Block, Expr, ExprBlock, Stmt, token};

use super::super::generated;
use super::super::held::branched;
use super::Calls;
use super::ends::ends_of;
use crate::body::attrs;
use crate::span;

/// A body, and what is asked behind it, where all types are known.
#[derive(Default)]
pub(super) struct Home {
    /// How many bodies and conditions deep it is.
    pub(super) depth: usize,
    pub(super) slots: TokenStream,
    pub(super) checks: TokenStream,
}

impl Calls<'_> {
    /// A body of its own.
    pub(super) fn nested(&mut self, is_watched: bool, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.is_watched, is_watched);
        self.allowances.enter();
        walk(self);
        self.allowances.leave();
        self.is_watched = outer;
    }

    /// What may not be there, going by its attributes.
    pub(super) fn conditional(&mut self, attrs: &[Attribute], walk: impl FnOnce(&mut Self)) {
        let is_conditional = is_conditional(attrs);
        if is_conditional {
            self.allowances.enter();
            self.scopes.conditional();
        }
        walk(self);
        if is_conditional {
            self.scopes.leave();
            self.allowances.leave();
        }
    }

    /// Walks over a body that has checks behind it.
    // let __slot0 = P::slot(); if true { BODY } else { CHECKS; loop {} }
    pub(super) fn home(&mut self, block: &mut Block) {
        let home = self.inside(|calls| calls.visit_block_mut(block));
        let at = span::glue(block.brace_token.span.open());
        self.behind(home, block, at);
    }

    /// The same with a body that is no block.
    pub(super) fn home_of_closure(&mut self, body: &mut Expr) {
        let home = self.inside(|calls| calls.visit_expr_mut(body));
        if home.slots.is_empty() && home.checks.is_empty() {
            return;
        }
        let at = span::glue(ends_of(body).0);
        let stmts = vec![Stmt::Expr(std::mem::replace(body, Expr::PLACEHOLDER), None)];
        let mut block = Block { brace_token: token::Brace(at), stmts };
        self.behind(home, &mut block, at);
        *body = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
    }

    fn inside(&mut self, walk: impl FnOnce(&mut Self)) -> Home {
        self.homes.push(Home { depth: self.allowances.depth(), ..Home::default() });
        walk(self);
        self.homes.pop().unwrap_or_default()
    }

    fn behind(&mut self, home: Home, body: &mut Block, at: Span) {
        let Home { slots, mut checks, .. } = home;
        if slots.is_empty() && checks.is_empty() {
            return;
        }
        self.changes += 1;
        if checks.is_empty() {
            body.stmts.insert(0, generated(slots));
            return;
        }
        checks = quote_spanned! {at=>
            #[allow(deprecated, clippy::disallowed_methods, clippy::disallowed_types)]
            {
                #checks
            }
        };
        let stmts = std::mem::take(&mut body.stmts);
        let inner = Block { brace_token: body.brace_token, stmts };
        let mut stmts = vec![branched(inner, &checks, at)];
        if !slots.is_empty() {
            stmts.insert(0, generated(slots));
        }
        body.stmts = stmts;
    }
}

pub(super) fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(attrs::is_cfg)
}
