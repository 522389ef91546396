//! Closures that are bound first, and handed to what insulates them later, or called there.

use std::collections::HashSet;

use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprCall, ExprClosure, ExprMethodCall, Ident, Local, Pat};

use super::spelling::{is_new, name_of, peeled};

/// What a function does with the names of its closures, and whether it has an `async` block.
pub(super) struct Names<'a> {
    insulates: &'a dyn Fn(&Ident) -> bool,
    /// Handed to what insulates, or called in a closure that is.
    handed: HashSet<String>,
    called: HashSet<String>,
    /// A name for what another one names: `let load = Arc::clone(&read)`.
    clones: Vec<(String, String)>,
    is_insulated: bool,
    pub(super) has_async: bool,
}

impl<'a> Names<'a> {
    pub(super) fn new(insulates: &'a dyn Fn(&Ident) -> bool) -> Names<'a> {
        Names {
            insulates,
            handed: HashSet::new(),
            called: HashSet::new(),
            clones: Vec::new(),
            is_insulated: false,
            has_async: false,
        }
    }

    /// Those that are never called on a worker.
    pub(super) fn handed(mut self) -> HashSet<String> {
        for (clone, of) in self.clones.iter().rev() {
            for names in [&mut self.handed, &mut self.called] {
                if names.contains(clone) {
                    names.insert(of.clone());
                }
            }
        }
        &self.handed - &self.called
    }

    fn mention(&mut self, name: &Ident, is_insulated: bool) {
        let names = if is_insulated { &mut self.handed } else { &mut self.called };
        names.insert(name.unraw().to_string());
    }

    fn arguments<'ast>(
        &mut self,
        arguments: impl IntoIterator<Item = &'ast Expr>,
        insulates: bool,
    ) {
        for argument in arguments {
            match name_in(argument) {
                Some(name) => self.mention(name, insulates || self.is_insulated),
                None if insulates => self.insulated(argument),
                None => self.visit_expr(argument),
            }
        }
    }

    /// An argument of what insulates closures.
    fn insulated(&mut self, argument: &Expr) {
        match argument {
            Expr::Closure(closure) if closure.asyncness.is_none() => {
                self.within(true, |names| names.visit_expr(&closure.body));
            }
            Expr::Paren(paren) => self.insulated(&paren.expr),
            Expr::Cast(cast) => self.insulated(&cast.expr),
            Expr::Call(call) if is_new(&call.func) => self.arguments(&call.args, true),
            Expr::Block(block) => {
                let Some((last, others)) = block.block.stmts.split_last() else { return };
                others.iter().for_each(|stmt| self.visit_stmt(stmt));
                match last {
                    syn::Stmt::Expr(last, None) => self.arguments([last], true),
                    last => self.visit_stmt(last),
                }
            }
            _ => self.visit_expr(argument),
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
        let name = name_of(&call.func);
        if let Some(name) = name_in(peeled(&call.func)) {
            self.mention(name, self.is_insulated);
        } else {
            self.visit_expr(&call.func);
        }
        self.arguments(&call.args, name.is_some_and(self.insulates));
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.visit_expr(&call.receiver);
        self.arguments(&call.args, (self.insulates)(&call.method));
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
