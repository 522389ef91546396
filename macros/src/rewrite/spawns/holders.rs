//! Which variables hold the handles of children, as far as the spelling says it.

use std::collections::HashSet;

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprMethodCall, Item, Local, Pat, PatIdent};

use super::calls::SPAWNS;
use crate::span;

/// Variables that hold handles.
#[derive(Default)]
pub(super) struct Handles {
    /// Those in scope that are one.
    pub(super) one: HashSet<String>,
    /// Those of the whole body that have some in them.
    many: HashSet<String>,
    /// Those that begin as something newly made, whose type says nothing of its elements.
    pub(super) made: HashSet<String>,
    /// Those whose type is stated by a name of the user's own.
    pub(super) named: HashSet<String>,
}

impl Handles {
    pub(super) fn is_one(&self, name: &Ident) -> bool {
        self.one.contains(&name.unraw().to_string())
    }

    pub(super) fn are_in(&self, expr: &Expr) -> bool {
        let tokens = expr.to_token_stream();
        self.many.iter().any(|name| span::mentions(&tokens, name))
    }

    /// It gives handles one by one.
    pub(super) fn are_given_by(&self, expr: &Expr) -> bool {
        self.are_in(expr) || mentions_spawn(expr)
    }

    /// From here on the names of the pattern mean what it binds.
    pub(super) fn bind(&mut self, pat: &Pat, is_handle: bool) {
        Unbind(&mut self.one).visit_pat(pat);
        if is_handle && let Some(name) = only_name(pat) {
            self.one.insert(name);
        }
    }

    pub(super) fn is_spawn(expr: &Expr) -> bool {
        match expr {
            Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
                if path.path.segments.last().is_some_and(|last| is_spawn(&last.ident))),
            Expr::Paren(paren) => Handles::is_spawn(&paren.expr),
            _ => false,
        }
    }
}

struct Unbind<'a>(&'a mut HashSet<String>);

impl<'ast> Visit<'ast> for Unbind<'_> {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.remove(&pat.ident.unraw().to_string());
        visit::visit_pat_ident(self, pat);
    }
}

fn mentions_spawn(expr: &Expr) -> bool {
    let tokens = expr.to_token_stream();
    SPAWNS.iter().any(|spawn| span::mentions(&tokens, spawn))
}

fn is_spawn(name: &Ident) -> bool {
    SPAWNS.iter().any(|spawn| name == spawn)
}

/// `h`, `Some(h)`
fn only_name(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() => Some(pat.ident.unraw().to_string()),
        Pat::Type(pat) => only_name(&pat.pat),
        Pat::TupleStruct(pat) if pat.path.is_ident("Some") => pat.elems.first().and_then(only_name),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Handles {
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        let Some(name) = only_name(&local.pat) else { return };
        let Some(init) = &local.init else { return };
        if matches!(*init.expr, Expr::Call(_) | Expr::Macro(_)) {
            self.made.insert(name.clone());
        }
        if let Pat::Type(pat) = &local.pat {
            let ty = pat.ty.to_token_stream();
            if !span::mentions(&ty, "JoinHandle") && !span::mentions(&ty, "_") {
                self.named.insert(name.clone());
            }
        }
        if mentions_spawn(&init.expr) && !Handles::is_spawn(&init.expr) {
            self.many.insert(name);
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        visit::visit_expr_assign(self, assign);
        if let Expr::Path(place) = &*assign.left
            && let Some(name) = place.path.get_ident()
            && mentions_spawn(&assign.right)
        {
            self.many.insert(name.unraw().to_string());
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if let Expr::Path(receiver) = &*call.receiver
            && let Some(name) = receiver.path.get_ident()
            && call.args.iter().any(Handles::is_spawn)
        {
            self.many.insert(name.unraw().to_string());
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
