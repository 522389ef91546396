//! Which names a piece of a body has from outside of it, each read as the compiler would: what the
//! piece binds itself, fields, methods and the like are none.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::{
    Arm, Block, Expr, ExprAssign, ExprClosure, ExprForLoop, ExprIf, ExprLet, ExprPath, ExprWhile,
    Item, Local, Macro, Pat, Stmt,
};

use super::seen::words;
use crate::body::flow::opened::Opened;
use crate::body::flow::pattern;
use crate::body::select::SelectArm;

#[derive(Default)]
pub(super) struct Free {
    /// Where each is used first.
    pub(super) used: BTreeMap<String, Span>,
    /// What may be one: it is in the tokens of a macro, or is given another value first.
    pub(super) hinted: BTreeSet<String>,
    bound: Vec<String>,
    /// What is given another value.
    given: BTreeSet<String>,
}

impl Free {
    pub(super) fn of<'a>(stmts: impl IntoIterator<Item = &'a Stmt>) -> Free {
        let mut free = Free::default();
        stmts.into_iter().for_each(|stmt| free.visit_stmt(stmt));
        free
    }

    pub(super) fn of_expr(expr: &Expr) -> Free {
        let mut free = Free::default();
        free.visit_expr(expr);
        free
    }

    /// Reads what stands in front of all that was read.
    pub(super) fn in_front(&mut self, expr: &Expr) {
        self.bound.clear();
        self.visit_expr(expr);
    }

    pub(super) fn names(&self, name: &str) -> bool {
        self.used.contains_key(name) || self.hinted.contains(name)
    }

    fn declare(&mut self, pat: &Pat) {
        let names = pattern::bindings(pat).into_iter().map(|found| found.pat.ident.to_string());
        self.bound.extend(names);
    }

    /// What is bound in it is bound no longer behind it.
    fn scoped(&mut self, read: impl FnOnce(&mut Free)) {
        let outside = self.bound.len();
        read(self);
        self.bound.truncate(outside);
    }

    /// Those of a `select!`.
    fn arms<'a>(&mut self, arms: &[SelectArm], others: impl Iterator<Item = &'a Expr>) {
        for arm in arms {
            Free::visit_expr(self, &arm.future);
            arm.condition.iter().for_each(|condition| Free::visit_expr(self, condition));
            self.scoped(|free| {
                free.declare(&arm.pat);
                Free::visit_expr(free, &arm.handler);
            });
        }
        others.for_each(|handler| Free::visit_expr(self, handler));
    }

    fn hint(&mut self, names: impl IntoIterator<Item = String>) {
        self.hinted.extend(names.into_iter().filter(|name| !self.bound.contains(name)));
    }
}

impl<'ast> Visit<'ast> for Free {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        let Some(name) = path.path.get_ident() else { return };
        let text = name.to_string();
        if !self.bound.contains(&text) && !self.given.contains(&text) {
            self.used.entry(text).or_insert_with(|| name.span());
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        self.visit_expr(&assign.right);
        match &*assign.left {
            Expr::Path(path) if path.path.get_ident().is_some() => {
                let name = path.path.to_token_stream().to_string();
                if !self.used.contains_key(&name) {
                    self.hint([name.clone()]);
                    self.given.insert(name);
                }
            }
            left => self.visit_expr(left),
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.declare(&local.pat);
    }

    fn visit_expr_let(&mut self, matched: &'ast ExprLet) {
        self.visit_expr(&matched.expr);
        self.declare(&matched.pat);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.scoped(|free| visit::visit_block(free, block));
    }

    fn visit_expr_if(&mut self, branch: &'ast ExprIf) {
        self.scoped(|free| {
            free.visit_expr(&branch.cond);
            free.visit_block(&branch.then_branch);
        });
        if let Some((_, other)) = &branch.else_branch {
            self.visit_expr(other);
        }
    }

    fn visit_expr_while(&mut self, repeated: &'ast ExprWhile) {
        self.scoped(|free| visit::visit_expr_while(free, repeated));
    }

    fn visit_expr_for_loop(&mut self, repeated: &'ast ExprForLoop) {
        self.visit_expr(&repeated.expr);
        self.scoped(|free| {
            free.declare(&repeated.pat);
            free.visit_block(&repeated.body);
        });
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        self.scoped(|free| {
            free.declare(&arm.pat);
            visit::visit_arm(free, arm);
        });
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.scoped(|free| {
            closure.inputs.iter().for_each(|input| free.declare(input));
            free.visit_expr(&closure.body);
        });
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        match Opened::read(mac) {
            Some(Opened::Select(select)) => {
                self.arms(&select.arms, select.otherwise.iter().map(|(_, _, handler)| handler));
            }
            Some(Opened::Fused(select)) => {
                self.arms(&select.arms, select.others.iter().map(|(_, _, handler)| handler));
            }
            Some(opened) => {
                opened.expressions().into_iter().for_each(|expr| Free::visit_expr(self, expr));
            }
            None => {}
        }
        // Also the names in texts.
        self.hint(words(&mac.to_token_stream()));
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        if let Expr::Verbatim(tokens) = expr {
            self.hint(words(tokens));
        }
        visit::visit_expr(self, expr);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
