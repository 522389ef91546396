//! How checks are put into or around a call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Block, Expr, ExprBlock, ExprParen, Stmt, token};

use super::super::awaits::match_of;
use super::super::generated;
use super::Calls;
use super::ends::{Ends, first_of};
use super::spelling::simple_argument;
use super::subject::root_mut;
use crate::span;

impl Calls<'_> {
    pub(super) fn dead(checks: &TokenStream, at: Span) -> TokenStream {
        quote_spanned! {at=>
            #[allow(deprecated, unreachable_code, static_mut_refs, clippy::disallowed_methods, clippy::disallowed_types)]
            if false {
                loop {}
                #checks
            }
        }
    }

    pub(super) fn inspect_callee(
        &mut self,
        expr: &mut Expr,
        checks: &TokenStream,
        value: &Ident,
        ends: Ends,
    ) {
        if checks.is_empty() {
            return;
        }
        self.changes += 1;
        let at = span::glue(ends.0);
        let dead = Self::dead(checks, at);
        let Expr::Call(call) = expr else { return };
        let body = quote_spanned!(at=> { #dead #value });
        let mut callee = std::mem::replace(&mut *call.func, Expr::PLACEHOLDER);
        while let Expr::Paren(paren) = callee {
            callee = *paren.expr;
        }
        let inspected = match_of(Vec::new(), callee, [(value.to_token_stream(), body)], (at, at));
        let paren_token = token::Paren(ends.0);
        *call.func =
            Expr::Paren(ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(inspected) });
    }

    // { DEAD; ARGUMENT }
    pub(super) fn inspect_around(&mut self, expr: &mut Expr, checks: &TokenStream, ends: Ends) {
        if checks.is_empty() {
            return;
        }
        let simple = simple_argument(expr);
        let argument = match (expr, simple) {
            (Expr::MethodCall(call), Some(index)) => &mut call.args[index],
            (Expr::ForLoop(each), _) => &mut *each.expr,
            _ => return,
        };
        self.changes += 1;
        let at = span::glue(ends.0);
        let dead = Self::dead(checks, at);
        let value = std::mem::replace(argument, Expr::PLACEHOLDER);
        let stmts = vec![generated(dead), Stmt::Expr(value, None)];
        let block = Block { brace_token: token::Brace(at), stmts };
        *argument = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
    }

    pub(super) fn inspect_argument(
        &mut self,
        expr: &mut Expr,
        index: usize,
        check: &TokenStream,
        value: &Ident,
    ) {
        let argument = match expr {
            Expr::MethodCall(call) if index == 0 => &mut *call.receiver,
            Expr::MethodCall(call) => &mut call.args[index - 1],
            Expr::ForLoop(each) => &mut *each.expr,
            Expr::Call(call) => match call.args.get_mut(index) {
                Some(argument) => argument,
                None => return,
            },
            _ => return,
        };
        if check.is_empty() {
            return;
        }
        let root = root_mut(argument);
        let at = first_of(root);
        self.inspect(root, check, value, at);
    }

    pub(super) fn inspect(
        &mut self,
        expr: &mut Expr,
        checks: &TokenStream,
        value: &Ident,
        user: Span,
    ) {
        self.changes += 1;
        let at = span::glue(user);
        let dead = Self::dead(checks, at);
        let body = quote_spanned!(at=> { #dead #value });
        let inspected = std::mem::replace(expr, Expr::PLACEHOLDER);
        // The call may never return.
        let pattern = quote_spanned!(at=> #[allow(unreachable_code)] #value);
        *expr = match_of(Vec::new(), inspected, [(pattern, body)], (at, at));
    }
}
