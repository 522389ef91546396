//! Which variables hold the handles of children, as far as the spelling says it.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAssign, ExprMethodCall, Item, Local, Pat, PatIdent, Stmt, Type};

use super::calls::SPAWNS;
use super::methods::{is_some, stores};
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
    /// Those of the whole body that are a handle or a collection of some.
    held: HashSet<String>,
    /// Those of them that are something newly made, so that what is put in says what they are.
    filled: HashSet<String>,
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

    /// The `let` binds a handle, or a collection of some.
    pub(super) fn is_bound_by(&self, local: &Local) -> bool {
        let Some(init) = &local.init else { return false };
        Handles::is_spawn(&init.expr)
            || (!is_reference(local)
                && only_name(&local.pat).is_some_and(|name| self.held.contains(&name)))
    }

    /// A call that has to do with no child, as far as the spelling says it.
    pub(super) fn is_of_others(&self, expr: &Expr) -> bool {
        if !matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) || is_newly_made(expr) {
            return false;
        }
        let tokens = expr.to_token_stream();
        let mut names = self.held.iter().chain(&self.many);
        !mentions_spawn_in(&tokens) && !names.any(|name| span::mentions(&tokens, name))
    }

    /// Puts something into what the name means.
    fn fill<'e>(&mut self, name: &Ident, mut values: impl Iterator<Item = &'e Expr>) {
        let name = name.unraw().to_string();
        if self.filled.contains(&name) && values.any(|value| self.holds(value)) {
            self.held.insert(name);
        }
    }

    /// A variable that somewhere in the body is a handle, or a collection of some.
    pub(super) fn is_held(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Path(path) if path
            .path
            .get_ident()
            .is_some_and(|name| self.held.contains(&name.unraw().to_string())))
    }

    /// A handle, or a collection of some that is made here.
    fn holds(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(_) => self.is_held(expr),
            Expr::Call(call) if is_some(call) => call.args.iter().any(|it| self.holds(it)),
            Expr::Array(array) => array.elems.iter().any(|it| self.holds(it)),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|it| self.holds(it)),
            Expr::Macro(called) => {
                called.mac.path.is_ident("vec") && mentions_spawn_in(&called.mac.tokens)
            }
            expr => {
                Handles::is_spawn(expr) || leaves(expr).into_iter().any(|leaf| self.holds(leaf))
            }
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
    mentions_spawn_in(&expr.to_token_stream())
}

fn mentions_spawn_in(tokens: &TokenStream) -> bool {
    SPAWNS.iter().any(|spawn| span::mentions(tokens, spawn))
}

/// What an expression with branches gives.
pub(super) fn leaves(expr: &Expr) -> Vec<&Expr> {
    fn of_block(block: &Block) -> Option<&Expr> {
        match block.stmts.last() {
            Some(Stmt::Expr(tail, None)) => Some(tail),
            _ => None,
        }
    }
    match expr {
        Expr::If(condition) => {
            let otherwise = condition.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
            of_block(&condition.then_branch).into_iter().chain(otherwise).collect()
        }
        Expr::Match(matched) => matched.arms.iter().map(|arm| &*arm.body).collect(),
        Expr::Block(block) if block.label.is_none() => of_block(&block.block).into_iter().collect(),
        Expr::Unsafe(block) => of_block(&block.block).into_iter().collect(),
        Expr::Paren(paren) => vec![&paren.expr],
        _ => Vec::new(),
    }
}

/// A reference is passed on by reborrowing, which a `match` would not do.
fn is_reference(local: &Local) -> bool {
    matches!(&local.pat, Pat::Type(pat) if matches!(*pat.ty, Type::Reference(_)))
        || matches!(&local.init, Some(init) if matches!(*init.expr, Expr::Reference(_)))
}

/// A collection, or an `Option`, whose elements come later.
fn is_newly_made(init: &Expr) -> bool {
    match init {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
        if path.path.segments.last().is_some_and(|last| {
            ["new", "with_capacity", "default"].iter().any(|name| last.ident == name)
        })),
        Expr::Path(path) => path.path.is_ident("None"),
        Expr::Macro(called) => called.mac.path.is_ident("vec"),
        _ => false,
    }
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
        if is_newly_made(&init.expr) {
            self.filled.insert(name.clone());
        }
        if self.holds(&init.expr) {
            self.held.insert(name.clone());
        }
        if mentions_spawn(&init.expr) && !Handles::is_spawn(&init.expr) {
            self.many.insert(name);
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        visit::visit_expr_assign(self, assign);
        if let Expr::Path(place) = &*assign.left
            && let Some(name) = place.path.get_ident()
        {
            self.fill(name, std::iter::once(&*assign.right));
            if mentions_spawn(&assign.right) {
                self.many.insert(name.unraw().to_string());
            }
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        if let Expr::Path(receiver) = &*call.receiver
            && let Some(name) = receiver.path.get_ident()
        {
            if stores(&call.method) {
                self.fill(name, call.args.iter());
            }
            if call.args.iter().any(Handles::is_spawn) {
                self.many.insert(name.unraw().to_string());
            }
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
