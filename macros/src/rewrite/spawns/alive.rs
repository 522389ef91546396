//! A spawn waits for a slot where it stands, and what its statement has made so far is alive meanwhile:
//! `list.lock().unwrap().push(tokio::spawn(f))` would hold the lock. There the wait stands in front of
//! the statement.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut as _};
use syn::{Attribute, BinOp, Block, Expr, ExprBlock, Item, Macro, Stmt, token};

use super::super::generated;
use super::Spawns;
use super::parts::{awaited_number, number_of};
use crate::body::attrs::is_cfg;
use crate::span;

/// What a statement keeps alive until it ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alive {
    Nothing,
    /// The result of some call.
    Values,
    /// What looks like the guard of a lock.
    Guards,
}

impl Alive {
    /// What is alive when the operand has been evaluated.
    fn after(operand: &Expr) -> Alive {
        match operand {
            Expr::Path(_) | Expr::Lit(_) | Expr::Closure(_) | Expr::Async(_) => Alive::Nothing,
            Expr::Field(field) => Alive::after(&field.base),
            Expr::Reference(reference) => Alive::after(&reference.expr),
            Expr::Paren(paren) => Alive::after(&paren.expr),
            Expr::Unary(unary) => Alive::after(&unary.expr),
            operand if number_of(operand).is_some() => Alive::Nothing,
            operand => {
                let tokens = operand.to_token_stream();
                let guards = ["lock", "read", "write", "borrow", "borrow_mut"];
                if guards.iter().any(|name| span::mentions(&tokens, name)) {
                    Alive::Guards
                } else {
                    Alive::Values
                }
            }
        }
    }
}

/// It awaits something where it is evaluated, which may be a child or a slot.
pub(super) fn waits(expr: &Expr) -> bool {
    FindAwait::of(expr, true)
}

struct FindAwait {
    slots: bool,
    found: bool,
}

impl FindAwait {
    fn of(expr: &Expr, slots: bool) -> bool {
        let mut find = FindAwait { slots, found: false };
        find.visit_expr(expr);
        find.found
    }
}

impl<'ast> Visit<'ast> for FindAwait {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Async(_) | Expr::Closure(_) => {}
            Expr::Await(awaited) if !self.slots && awaited_number(awaited).is_some() => {}
            Expr::Await(_) => self.found = true,
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.found |= span::mentions(&mac.tokens, "await");
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Those in front of a statement, wherever the parser puts them.
fn attributes_of(stmt: &Stmt) -> Vec<Attribute> {
    let tokens = stmt.to_token_stream();
    if !matches!(tokens.clone().into_iter().next(), Some(TokenTree::Punct(first)) if first.as_char() == '#')
    {
        return Vec::new();
    }
    let outer = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<TokenStream>()?;
        Ok(attributes)
    };
    outer.parse2(tokens).unwrap_or_default()
}

/// A call of a function, and of no `Some(..)`.
fn may_be_future(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| {
        !last.ident.to_string().starts_with(char::is_uppercase)
    }))
}

fn with_attribute(stmt: &mut Stmt, attribute: &Attribute) {
    match stmt {
        Stmt::Local(local) => local.attrs.push(attribute.clone()),
        other => *other = generated(quote!(#attribute #other)),
    }
}

impl Spawns<'_> {
    pub(super) fn stmts(&mut self, stmts: &mut Vec<Stmt>) {
        let outside = self.handles.one.clone();
        self.each_stmt(stmts);
        self.handles.one = outside;
    }

    pub(super) fn each_stmt(&mut self, stmts: &mut Vec<Stmt>) {
        let mut fronts = Vec::new();
        // Where they are: macros are known by that.
        for (at, stmt) in stmts.iter_mut().enumerate() {
            let attributes = attributes_of(stmt);
            let can_be = !attributes.iter().any(|it| it.path().is_ident("cfg_attr"));
            let mut front = self.in_front_of(can_be, |spawns| spawns.visit_stmt_mut(stmt));
            // What stands in front is there if the statement is.
            for cfg in attributes.iter().filter(|it| is_cfg(it)) {
                front.iter_mut().for_each(|stmt| with_attribute(stmt, cfg));
            }
            fronts.push((at, front));
            self.discarded(stmt);
        }
        for (at, front) in fronts.into_iter().rev() {
            stmts.splice(at..at, front);
        }
    }

    /// `go(worker());`, of which nobody takes what it gives.
    fn discarded(&mut self, stmt: &mut Stmt) {
        if let Stmt::Expr(expr @ Expr::Call(_), Some(_)) = stmt
            && matches!(expr, Expr::Call(call) if call.args.first().is_some_and(may_be_future))
        {
            self.may_be_renamed(expr);
        }
    }

    /// Gives what has to stand in front of what is walked over, if that can be.
    fn in_front_of(&mut self, can_be: bool, walk: impl FnOnce(&mut Self)) -> Vec<Stmt> {
        let outer = std::mem::replace(&mut self.places, can_be.then(Vec::new));
        let waits = self.behind(can_be.then(Vec::new), walk);
        let mut front = std::mem::replace(&mut self.places, outer).unwrap_or_default();
        front.extend(waits);
        front
    }

    /// Gives what has to wait in front of what is walked over.
    fn behind(&mut self, front: Option<Vec<Stmt>>, walk: impl FnOnce(&mut Self)) -> Vec<Stmt> {
        let outer = std::mem::replace(&mut self.front, front);
        self.among(Alive::Nothing, walk);
        std::mem::replace(&mut self.front, outer).unwrap_or_default()
    }

    /// An expression that is evaluated under a condition, or more than once.
    pub(super) fn apart(&mut self, expr: &mut Expr) {
        let mut stmts = self.in_front_of(true, |spawns| spawns.visit_expr_mut(expr));
        if stmts.is_empty() {
            return;
        }
        let at = span::glue(span::ends(&*expr).0);
        stmts.push(Stmt::Expr(std::mem::replace(expr, Expr::PLACEHOLDER), None));
        let block = Block { brace_token: token::Brace(at), stmts };
        *expr = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
    }

    /// The operands of a call or a literal, one after the other.
    pub(super) fn operands(&mut self, expr: &mut Expr) {
        let mut alive = self.alive;
        let mut next = |spawns: &mut Self, operand: &mut Expr| {
            // A slot is not to be waited for before what may let a child go on.
            let waits = FindAwait::of(operand, false);
            spawns.among(alive, |spawns| spawns.visit_expr_mut(operand));
            alive = if waits { Alive::Nothing } else { alive.max(Alive::after(operand)) };
        };
        match expr {
            Expr::MethodCall(call) => {
                next(self, &mut call.receiver);
                if let Some(turbofish) = &mut call.turbofish {
                    self.visit_angle_bracketed_generic_arguments_mut(turbofish);
                }
                call.args.iter_mut().for_each(|operand| next(self, operand));
            }
            Expr::Call(call) => {
                match &mut *call.func {
                    Expr::Path(callee) => visit_mut::visit_expr_path_mut(self, callee),
                    callee => next(self, callee),
                }
                call.args.iter_mut().for_each(|operand| next(self, operand));
            }
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|operand| next(self, operand)),
            Expr::Array(array) => array.elems.iter_mut().for_each(|operand| next(self, operand)),
            Expr::Struct(literal) => {
                literal.fields.iter_mut().for_each(|field| next(self, &mut field.expr));
                if let Some(rest) = &mut literal.rest {
                    next(self, rest);
                }
            }
            _ => {}
        }
    }

    /// What has parts that are evaluated under a condition.
    pub(super) fn branches(&mut self, expr: &mut Expr) {
        match expr {
            Expr::If(condition) => {
                self.visit_expr_mut(&mut condition.cond);
                self.visit_block_mut(&mut condition.then_branch);
                if let Some((_, otherwise)) = &mut condition.else_branch {
                    self.apart(otherwise);
                }
            }
            Expr::Match(matched) => {
                self.visit_expr_mut(&mut matched.expr);
                for arm in &mut matched.arms {
                    self.behind(None, |spawns| spawns.visit_pat_mut(&mut arm.pat));
                    let outside = self.handles.one.clone();
                    self.handles.bind(&arm.pat, false);
                    self.apart(&mut arm.body);
                    self.handles.one = outside;
                }
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.visit_expr_mut(&mut binary.left);
                self.behind(None, |spawns| spawns.visit_expr_mut(&mut binary.right));
            }
            Expr::While(repeated) => {
                self.behind(None, |spawns| spawns.visit_expr_mut(&mut repeated.cond));
                self.visit_block_mut(&mut repeated.body);
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
