//! Where a body is cut: what is in front of the first `.await` stays, the rest becomes an `async`
//! block that is marked by an attribute.
//!
//! The cut is in front of the statement that holds the first `.await`, or that pins what is awaited
//! behind it. If that is an `if`, a `match`
//! or a `let .. else`, and each of its branches that awaits ends the function, the cut is inside of
//! those branches instead, and the others still run at the call.
//!
//! The rest takes what it names. It also takes, because it may be a guard, what nothing names after
//! its `let`. It binds all of that again in its old order, so that it is dropped in its old order.

mod finder;
mod scope;

use proc_macro2::{Ident, Span};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprIf, ExprMatch, Item, Local, LocalInit, Pat, Stmt, Token,
    parse_quote_spanned,
};

pub(crate) use finder::{first_await, has_unknown_macro};
pub(crate) use scope::Borrow;
use scope::Scope;

use crate::body::flow::shape;
use crate::span;

/// Marks the blocks. Nobody else sees it.
pub(super) const MARK: &str = "__asyncward_rest";

/// What was found on the way.
#[derive(Default)]
pub(crate) struct Cut {
    /// Something is awaited.
    pub(crate) awaits: bool,
    /// A macro in the first part is not known, and may await behind our back.
    pub(crate) has_unknown_macro: bool,
    /// A binding is changed by the rest only.
    pub(crate) has_mut: bool,
    /// The rest of a branch cannot name what it has to take.
    hides_last: bool,
    /// What the rest takes that certainly refers to a local of the first part.
    pub(crate) borrows: Vec<Borrow>,
}

/// Cuts the body of a function.
pub(crate) fn cut(item: &mut syn::ItemFn) -> Cut {
    let mut cut = Cut::default();
    let scope = Scope::of(&item.sig);
    let stmts = std::mem::take(&mut item.block.stmts);
    item.block.stmts = cut.block(stmts, scope, true);
    cut
}

impl Cut {
    /// `ends`: with the block, the function ends.
    fn block(&mut self, stmts: Vec<Stmt>, mut scope: Scope, ends: bool) -> Vec<Stmt> {
        let mut first = Vec::new();
        scope.enter();
        let mut rest = stmts.into_iter();
        while let Some(stmt) = rest.next() {
            let pinned = finder::pins(&stmt).filter(|_| first_await(rest.as_slice()).is_some());
            let finding = finder::stmt(&stmt).or(pinned);
            if finding.is_none() {
                self.has_unknown_macro |= finder::has_unknown_macro(&stmt);
                let renamed = scope.pass(&stmt, first.len());
                rename(&mut first, renamed);
                first.push(stmt);
                continue;
            }
            let is_last = rest.len() == 0;
            let (mut trial, borrows) = (stmt.clone(), self.borrows.len());
            let is_cut = pinned.is_none() && self.branches(&mut trial, &scope, ends && is_last);
            let hides_last = std::mem::take(&mut self.hides_last);
            if is_cut && !hides_last {
                let renamed = scope.pass(&stmt, first.len());
                rename(&mut first, renamed);
                first.push(trial);
                continue;
            }
            self.borrows.truncate(borrows);
            let mut left = vec![stmt];
            left.extend(rest);
            // Items are in scope in all of a block. A macro is, from where it stands.
            let is_item = |stmt: &mut Stmt| matches!(stmt, Stmt::Item(item) if !matches!(item, Item::Macro(_)));
            let items: Vec<Stmt> = left.extract_if(.., is_item).collect();
            let left = self.rest(left, &scope, &mut first, finding);
            first.splice(0..0, items);
            first.push(Stmt::Expr(left, None));
            break;
        }
        self.hides_last |= scope.hides_last;
        first
    }

    /// What is left of a path through the function.
    fn rest(
        &mut self,
        stmts: Vec<Stmt>,
        scope: &Scope,
        first: &mut Vec<Stmt>,
        at: Option<Span>,
    ) -> Expr {
        self.awaits = true;
        let at = span::glue(at.unwrap_or_else(Span::call_site));
        let taken = scope.taken(&stmts, first);
        self.has_mut |= taken.has_mut;
        self.hides_last |= taken.is_too_deep;
        self.borrows.extend(taken.borrows);
        let mut inside = taken.bound_again;
        inside.extend(stmts);
        let mark = syn::Ident::new(MARK, at);
        Expr::Async(ExprAsync {
            attrs: vec![parse_quote_spanned!(at=> #[#mark])],
            async_token: Token![async](at),
            capture: Some(Token![move](at)),
            modifiers: Default::default(),
            block: Block { brace_token: syn::token::Brace(at), stmts: inside },
        })
    }

    /// Cuts inside of the branches of a statement, if that is possible.
    fn branches(&mut self, stmt: &mut Stmt, scope: &Scope, ends: bool) -> bool {
        match stmt {
            Stmt::Expr(expr, semicolon) => {
                self.expression(expr, scope, ends && semicolon.is_none())
            }
            Stmt::Local(Local { init: Some(LocalInit { expr, diverge, .. }), .. }) => {
                let is_cut = match finder::expr(expr) {
                    Some(_) => self.expression(expr, scope, false),
                    None => true,
                };
                is_cut
                    && diverge.as_mut().is_none_or(|(_, diverge)| match finder::expr(diverge) {
                        Some(_) => self.branch(diverge, scope.clone()),
                        None => true,
                    })
            }
            _ => false,
        }
    }

    fn expression(&mut self, expr: &mut Expr, scope: &Scope, ends: bool) -> bool {
        match expr {
            Expr::If(branch) => self.if_else(branch, scope, ends),
            Expr::Match(branch) => self.arms(branch, scope, ends),
            Expr::Return(jump) => {
                jump.expr.as_mut().is_some_and(|value| self.expression(value, scope, true))
            }
            Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
                if !ends && !diverges(&block.block.stmts) {
                    return false;
                }
                let stmts = std::mem::take(&mut block.block.stmts);
                block.block.stmts = self.block_that_ends(stmts, scope.clone(), ends);
                true
            }
            _ => false,
        }
    }

    fn if_else(&mut self, branch: &mut ExprIf, scope: &Scope, ends: bool) -> bool {
        if finder::expr(&branch.cond).is_some() {
            return false;
        }
        let mut inside = scope.clone();
        inside.mention(&branch.cond);
        let outside = inside.clone();
        inside.declare_condition(&branch.cond);
        if finder::block(&branch.then_branch) {
            if !ends && !diverges(&branch.then_branch.stmts) || inside.may_lose(&branch.then_branch)
            {
                return false;
            }
            let then = &mut branch.then_branch.stmts;
            let stmts = std::mem::take(then);
            *then = self.block_that_ends(stmts, inside, ends);
        }
        match &mut branch.else_branch {
            Some((_, other)) if finder::expr(other).is_some() => {
                self.expression(other, &outside, ends)
            }
            _ => true,
        }
    }

    fn arms(&mut self, branch: &mut ExprMatch, scope: &Scope, ends: bool) -> bool {
        if finder::expr(&branch.expr).is_some() {
            return false;
        }
        let mut outside = scope.clone();
        outside.mention(&branch.expr);
        branch.arms.iter_mut().all(|arm| self.arm(arm, &branch.expr, &outside, ends))
    }

    fn arm(&mut self, arm: &mut Arm, matched: &Expr, outside: &Scope, ends: bool) -> bool {
        if matches!(&arm.pat, Pat::Guard(guard) if finder::expr(&guard.guard).is_some()) {
            return false;
        }
        if finder::expr(&arm.body).is_none() {
            self.has_unknown_macro |= finder::expr_has_unknown_macro(&arm.body);
            return true;
        }
        let mut inside = outside.clone();
        inside.declare_matched(&arm.pat, matched);
        if inside.may_lose(&arm.body) {
            return false;
        }
        if !ends && !diverges(std::slice::from_ref(&Stmt::Expr((*arm.body).clone(), None))) {
            return false;
        }
        match &mut *arm.body {
            Expr::If(_) | Expr::Match(_) => {
                let (mut trial, borrows) = ((*arm.body).clone(), self.borrows.len());
                if self.expression(&mut trial, &inside, ends) {
                    *arm.body = trial;
                    return true;
                }
                self.borrows.truncate(borrows);
            }
            _ => {}
        }
        self.branch_of(&mut arm.body, inside, ends)
    }

    /// A branch that never comes back.
    fn branch(&mut self, body: &mut Expr, scope: Scope) -> bool {
        self.branch_of(body, scope, false)
    }

    fn branch_of(&mut self, body: &mut Expr, scope: Scope, ends: bool) -> bool {
        match body {
            Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
                let stmts = std::mem::take(&mut block.block.stmts);
                block.block.stmts = self.block_that_ends(stmts, scope, ends);
            }
            _ => {
                let at = span::glue(span::ends(&*body).0);
                let value = std::mem::replace(body, Expr::PLACEHOLDER);
                let stmts = self.block_that_ends(vec![Stmt::Expr(value, None)], scope, ends);
                let block = Block { brace_token: syn::token::Brace(at), stmts };
                *body = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
            }
        }
        true
    }

    /// A block with which the function ends: by its value, or because it never comes back.
    fn block_that_ends(&mut self, stmts: Vec<Stmt>, scope: Scope, by_value: bool) -> Vec<Stmt> {
        let mut stmts = self.block(stmts, scope, by_value);
        if !by_value
            && let Some(Stmt::Expr(expr @ Expr::Async(_), None)) = stmts.last_mut()
            && is_marked(expr)
        {
            let at = span::glue(span::ends(&*expr).0);
            let rest = std::mem::replace(expr, Expr::PLACEHOLDER);
            let jump = syn::ExprReturn {
                attrs: Vec::new(),
                return_token: Token![return](at),
                expr: Some(Box::new(rest)),
            };
            stmts.pop();
            stmts.push(Stmt::Expr(Expr::Return(jump), Some(Token![;](at))));
        }
        stmts
    }
}

fn rename(stmts: &mut [Stmt], names: Vec<(usize, Ident)>) {
    for (index, name) in names {
        if let Some(Stmt::Local(local)) = stmts.get_mut(index)
            && let Some(bound) = scope::plain_name(&mut local.pat)
        {
            *bound = name;
        }
    }
}

pub(super) fn is_marked(expr: &Expr) -> bool {
    matches!(expr, Expr::Async(block) if block.attrs.iter().any(|it| it.path().is_ident(MARK)))
}

/// Control never comes out of the end of the statements.
fn diverges(stmts: &[Stmt]) -> bool {
    match stmts.last() {
        Some(Stmt::Expr(expr, _)) => never_comes_back(expr),
        Some(Stmt::Macro(called)) => shape::ends_path(&called.mac),
        _ => false,
    }
}

fn never_comes_back(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) => true,
        Expr::Macro(called) => shape::ends_path(&called.mac),
        Expr::Block(block) => block.label.is_none() && diverges(&block.block.stmts),
        Expr::If(branch) => {
            diverges(&branch.then_branch.stmts)
                && branch.else_branch.as_ref().is_some_and(|(_, other)| never_comes_back(other))
        }
        Expr::Match(branch) => branch.arms.iter().all(|arm| never_comes_back(&arm.body)),
        _ => false,
    }
}
