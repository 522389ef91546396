//! Closures that are bound first, and handed to what insulates them later, or called there.

use std::collections::HashSet;

use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprAsync, ExprAwait, ExprCall, ExprClosure, ExprMethodCall, Ident, Local, Macro,
    Pat, Stmt,
};

use super::spelling::{is_new, name_of, peeled};
use crate::body::flow::opened::{Opened, Table};
use crate::body::select::SelectArm;
use crate::catalogue;

/// What a function does with the names of its closures, and whether it has an `async` block.
pub(super) struct Names<'a> {
    insulates: &'a dyn Fn(&Ident, bool) -> bool,
    table: &'a Table,
    /// Handed to what insulates, or called in a closure that is.
    handed: HashSet<String>,
    called: HashSet<String>,
    /// Those of them that are called by name.
    callees: HashSet<String>,
    /// A name for what another one names: `let load = Arc::clone(&read)`.
    clones: Vec<(String, String)>,
    is_insulated: bool,
    /// What comes next is a future.
    is_awaited: bool,
    pub(super) has_async: bool,
}

impl<'a> Names<'a> {
    pub(super) fn new(insulates: &'a dyn Fn(&Ident, bool) -> bool, table: &'a Table) -> Names<'a> {
        Names {
            insulates,
            table,
            handed: HashSet::new(),
            called: HashSet::new(),
            callees: HashSet::new(),
            clones: Vec::new(),
            is_insulated: false,
            is_awaited: false,
            has_async: false,
        }
    }

    /// Those that are never called on a worker, and those that are called there by name.
    pub(super) fn told(mut self) -> (HashSet<String>, HashSet<String>) {
        for (clone, of) in self.clones.iter().rev() {
            for names in [&mut self.handed, &mut self.called] {
                if names.contains(clone) {
                    names.insert(of.clone());
                }
            }
        }
        (&self.handed - &self.called, self.callees)
    }

    fn mention(&mut self, name: &Ident, is_insulated: bool) {
        let names = if is_insulated { &mut self.handed } else { &mut self.called };
        names.insert(name.unraw().to_string());
    }

    /// Those of a call by a name.
    fn arguments<'ast>(
        &mut self,
        of: Option<(&Ident, bool)>,
        arguments: impl IntoIterator<Item = &'ast Expr>,
        is_awaited: bool,
    ) {
        let insulates = of.is_some_and(|(name, is_method)| (self.insulates)(name, is_method));
        let may_hand_over = is_awaited && of.is_some_and(|(name, _)| !catalogue::runs_here(name));
        for argument in arguments {
            self.argument(argument, insulates || may_hand_over && owns_what_it_uses(argument));
        }
    }

    fn argument(&mut self, argument: &Expr, insulates: bool) {
        match name_in(argument) {
            Some(name) => self.mention(name, insulates || self.is_insulated),
            None if insulates => self.insulated(argument),
            None => self.visit_expr(argument),
        }
    }

    fn arms(&mut self, arms: &[SelectArm]) {
        for SelectArm { future, condition, handler, .. } in arms {
            self.future(future);
            condition.iter().for_each(|expr| self.visit_expr(expr));
            self.visit_expr(handler);
        }
    }

    fn future(&mut self, expr: &Expr) {
        self.is_awaited = matches!(expr, Expr::Call(_) | Expr::MethodCall(_));
        self.visit_expr(expr);
    }

    /// An argument of what insulates closures.
    fn insulated(&mut self, argument: &Expr) {
        match argument {
            Expr::Closure(closure) if closure.asyncness.is_none() => {
                self.within(true, |names| names.visit_expr(&closure.body));
            }
            Expr::Paren(paren) => self.insulated(&paren.expr),
            Expr::Cast(cast) => self.insulated(&cast.expr),
            Expr::Call(call) if is_new(&call.func) => {
                call.args.iter().for_each(|argument| self.argument(argument, true));
            }
            Expr::Block(block) => self.insulated_block(&block.block),
            Expr::If(branch) => {
                self.visit_expr(&branch.cond);
                self.insulated_block(&branch.then_branch);
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.insulated(otherwise);
                }
            }
            Expr::Match(matched) => {
                self.visit_expr(&matched.expr);
                for arm in &matched.arms {
                    self.visit_pat(&arm.pat);
                    self.argument(&arm.body, true);
                }
            }
            _ => self.visit_expr(argument),
        }
    }

    fn insulated_block(&mut self, block: &Block) {
        let Some((last, others)) = block.stmts.split_last() else { return };
        others.iter().for_each(|stmt| self.visit_stmt(stmt));
        match last {
            Stmt::Expr(last, None) => self.argument(last, true),
            last => self.visit_stmt(last),
        }
    }

    fn within(&mut self, is_insulated: bool, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.is_insulated, is_insulated);
        walk(self);
        self.is_insulated = outer;
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let is_awaited = std::mem::take(&mut self.is_awaited);
        let name = name_of(&call.func);
        if let Some(name) = name_in(peeled(&call.func)) {
            self.mention(name, self.is_insulated);
            if !self.is_insulated {
                self.callees.insert(name.unraw().to_string());
            }
        } else {
            self.visit_expr(&call.func);
        }
        self.arguments(name.map(|name| (name, false)), &call.args, is_awaited);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let is_awaited = std::mem::take(&mut self.is_awaited);
        self.visit_expr(&call.receiver);
        self.arguments(Some((&call.method, true)), &call.args, is_awaited);
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        self.future(&awaited.base);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let table = self.table;
        match table.get(mac) {
            Some(Opened::Join { futures, .. }) => futures.iter().for_each(|expr| self.future(expr)),
            Some(Opened::Select(select)) => {
                self.arms(&select.arms);
                select.otherwise.iter().for_each(|(_, _, expr)| self.visit_expr(expr));
            }
            Some(Opened::Fused(select)) => {
                self.arms(&select.arms);
                select.others.iter().for_each(|(_, _, expr)| self.visit_expr(expr));
            }
            Some(opened @ Opened::Arguments { .. }) => {
                opened.expressions().into_iter().for_each(|expr| self.visit_expr(expr));
            }
            None => {}
        }
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.has_async = true;
        self.within(false, |names| visit::visit_expr_async(names, block));
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.has_async |= closure.asyncness.is_some();
        let is_insulated = self.is_insulated && closure.asyncness.is_none();
        self.within(is_insulated, |names| visit::visit_expr_closure(names, closure));
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let Some(init) = &local.init else { return };
        match (bound_by(&local.pat), cloned(&init.expr)) {
            (Some(name), Some(of)) => {
                self.clones.push((name.unraw().to_string(), of.unraw().to_string()));
            }
            _ => self.visit_local_init(init),
        }
    }
}

/// A closure that can go to another thread. What is awaited and takes one is nearly always a function of the
/// user's around `spawn_blocking`.
pub(super) fn owns_what_it_uses(argument: &Expr) -> bool {
    matches!(argument, Expr::Closure(closure) if closure.capture.is_some() && closure.asyncness.is_none())
}

/// The name that a pattern binds, if that is all.
pub(super) fn bound_by(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) => Some(&pat.ident),
        Pat::Type(typed) => bound_by(&typed.pat),
        _ => None,
    }
}

/// The name, if that is all.
fn name_in(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// `Arc::clone(&name)`, `name.clone()` and `name`.
fn cloned(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Call(call) if name_of(&call.func).is_some_and(|name| name == "clone") => {
            match call.args.first()? {
                Expr::Reference(reference) => name_in(&reference.expr),
                _ => None,
            }
        }
        Expr::MethodCall(call) if call.method == "clone" && call.args.is_empty() => {
            name_in(&call.receiver)
        }
        _ => name_in(expr),
    }
}
