//! What the value of an expression refers to, or may refer to, of the names in scope.

use syn::{Expr, Pat};

use super::Scope;
use super::looks::{lends, makes_no_guard};
use crate::body::flow::methods;

impl Scope {
    /// What `let PAT = INIT` certainly refers to.
    pub(super) fn borrowed(&self, pat: &Pat, init: &Expr) -> Option<String> {
        // With a type of its own, it may be a part of what a reference refers to.
        if !matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none()) {
            return None;
        }
        let (place, is_method) = match init {
            Expr::Reference(reference) => (&*reference.expr, false),
            Expr::MethodCall(call) if call.args.is_empty() && lends(&call.method.to_string()) => {
                (&*call.receiver, true)
            }
            _ => return None,
        };
        let Expr::Path(path) = place else { return None };
        let name = path.path.get_ident()?;
        let bound = self.bound.iter().rev().find(|bound| bound.name == *name)?;
        let is_sure = bound.cfgs.is_empty() && name != "self" && (!is_method || bound.is_owner);
        is_sure.then(|| name.to_string())
    }

    /// `&a.b` of a local that nobody can give another value.
    pub(super) fn is_part(&self, init: &Expr) -> bool {
        let Expr::Reference(reference) = init else { return false };
        let mut place = &*reference.expr;
        while let Expr::Field(field) = place {
            place = &field.base;
        }
        let Expr::Path(path) = place else { return false };
        let bound = self.bound.iter().rev().find(|bound| path.path.is_ident(&bound.name));
        bound.is_some_and(|bound| !bound.is_mut && bound.name != "self" && bound.cfgs.is_empty())
    }

    /// The local whose guard a temporary of the expression may be.
    pub(super) fn lent(&self, expr: &Expr) -> Option<String> {
        let (mut place, mut may_guard) = (expr, false);
        loop {
            place = match place {
                Expr::MethodCall(call) => {
                    may_guard |= !makes_no_guard(&call.method.to_string());
                    &call.receiver
                }
                Expr::Field(field) => &field.base,
                Expr::Index(index) => &index.expr,
                Expr::Paren(paren) => &paren.expr,
                Expr::Try(tried) => &tried.expr,
                Expr::Path(path) => {
                    let name = path.path.get_ident()?.to_string();
                    return (may_guard && self.is_local(place)).then_some(name);
                }
                _ => return None,
            }
        }
    }

    /// The value may refer to a local or a temporary. `self` and reference parameters refer to what
    /// outlives the call.
    pub(super) fn may_borrow(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Reference(reference) => self.is_local(&reference.expr),
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if matches!(
                    method.as_str(),
                    "clone" | "cloned" | "copied" | "to_owned" | "to_string" | "to_vec" | "len"
                ) {
                    false
                } else if methods::takes_receiver(&method) || method == "try_now" {
                    self.may_borrow(&call.receiver)
                } else {
                    self.is_local(&call.receiver)
                }
            }
            Expr::Call(call) => call.args.iter().any(
                |arg| matches!(arg, Expr::Reference(reference) if self.is_local(&reference.expr)),
            ),
            Expr::Try(tried) => self.may_borrow(&tried.expr),
            Expr::Paren(paren) => self.may_borrow(&paren.expr),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let bound = self.bound.iter().rev().find(|bound| bound.name == *name);
                bound.is_some_and(|bound| bound.refers || bound.borrows.is_some())
            }),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|elem| self.may_borrow(elem)),
            _ => false,
        }
    }

    /// It is, or is in, a local.
    pub(super) fn is_local(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let bound = self.bound.iter().rev().find(|bound| bound.name == *name);
                bound.is_some_and(|bound| bound.is_place && (*name != "self" || self.owns_self))
            }),
            Expr::Field(field) => self.is_local(&field.base),
            Expr::Index(index) => self.is_local(&index.expr),
            Expr::MethodCall(call) => self.is_local(&call.receiver),
            Expr::Paren(paren) => self.is_local(&paren.expr),
            Expr::Reference(reference) => self.is_local(&reference.expr),
            // A temporary.
            Expr::Call(_) | Expr::Macro(_) | Expr::Try(_) => true,
            _ => false,
        }
    }
}
