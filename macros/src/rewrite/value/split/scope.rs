//! The names that are in scope where a body is cut, and what the first part did with each.

mod borrows;
mod free;
mod looks;
mod seen;
mod taken;

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Attribute, Expr, FnArg, Item, Local, Pat, ReceiverKind, Signature, Stmt, Type};

use self::free::Free;
use self::looks::{is_lazy, is_owner, is_owner_type};
use self::seen::{Seen, words};
pub(crate) use self::taken::Borrow;
use crate::body::attrs::is_cfg;
use crate::body::flow::pattern;
use crate::span;

#[derive(Clone)]
struct Bound {
    name: Ident,
    is_mut: bool,
    cfgs: Vec<Attribute>,
    /// It is a place of the function, and not only a reference to one, as far as it can be seen.
    is_place: bool,
    /// It is a reference to a local.
    refers: bool,
    /// It is a value whose methods may give references into it.
    is_owner: bool,
    /// What it certainly refers to.
    borrows: Option<String>,
    /// `let x;`, `let x = &y;` or a closure at that place of that block, which may as well be done
    /// later.
    late: Option<(Local, usize, usize)>,
    /// It has a `let` of its own, at that place of a block that deep.
    at: Option<(usize, usize)>,
    /// The first part names it behind its `let`.
    is_named: bool,
    /// It does so also on the way to the cut, and may have used it up; or it stays behind in any case.
    may_be_over: bool,
    /// It may refer to a local, which would have to go along.
    may_borrow: bool,
    /// It is bound by an `if let` or an arm.
    is_matched: bool,
    /// A `macro_rules!` of the body means it where it is.
    is_in_macro: bool,
    /// A part of it may be gone.
    is_partial: bool,
}

/// What the branch around is chosen by.
#[derive(Clone, Default)]
struct Matched {
    /// What its patterns bind.
    bound: BTreeSet<String>,
    /// That may refer to a local.
    may_borrow: bool,
    /// Locals that a temporary may refer to which is alive in the branch.
    lent: BTreeSet<String>,
}

#[derive(Clone)]
pub(super) struct Scope {
    bound: Vec<Bound>,
    /// `self` by value.
    owns_self: bool,
    /// How many blocks deep.
    depth: usize,
    /// A block shadowed what is bound outside of it, and has to last or may be needed later.
    pub(super) hides_last: bool,
    matched: Matched,
}

impl Scope {
    pub(super) fn of(signature: &Signature) -> Scope {
        let mut scope = Scope {
            bound: Vec::new(),
            owns_self: signature
                .receiver()
                .is_some_and(|receiver| !matches!(receiver.kind, ReceiverKind::Reference(..))),
            depth: 0,
            hides_last: false,
            matched: Matched::default(),
        };
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    scope.bound.push(Bound::new(Ident::from(receiver.self_token)));
                }
                FnArg::Typed(input) => {
                    let is_reference = matches!(*input.ty, Type::Reference(_));
                    let is_owner = is_owner_type(&input.ty);
                    scope.declare(&input.pat, &input.attrs, |bound| {
                        bound.is_place = !is_reference;
                        bound.is_owner = is_owner;
                        bound.may_borrow = is_reference;
                    });
                }
            }
        }
        scope
    }

    pub(super) fn enter(&mut self) {
        self.depth += 1;
    }

    fn declare(&mut self, pat: &Pat, attributes: &[Attribute], with: impl Fn(&mut Bound)) {
        for found in pattern::bindings(pat) {
            let mut bound = Bound::new(found.pat.ident.clone());
            bound.is_mut = found.pat.mutability.is_some() && found.pat.by_ref.is_none();
            let outside = attributes.iter().filter(|attribute| is_cfg(attribute)).cloned();
            bound.cfgs = outside.chain(found.cfgs.into_iter().cloned()).collect();
            with(&mut bound);
            // Shadowed, or the same name in another case of an or-pattern.
            if bound.cfgs.is_empty() {
                self.bound.retain(|earlier| earlier.name != bound.name);
            }
            self.bound.push(bound);
        }
    }

    /// A statement of the first part, which becomes the one at `index` of its block. Gives the `let`s
    /// of the block that need another name, because it binds theirs and their values last.
    #[must_use]
    pub(super) fn pass(&mut self, stmt: &Stmt, index: usize) -> Vec<(usize, Ident)> {
        let on_the_way = seen::going_on(stmt);
        let mut seen = Seen::default();
        seen.read(on_the_way.to_token_stream());
        seen.visit_stmt(&on_the_way);
        // Given another value, it is not used up.
        let free = match &on_the_way {
            Stmt::Expr(Expr::Assign(assign), _) if matches!(*assign.left, Expr::Path(_)) => {
                Free::of_expr(&assign.right)
            }
            stmt => Free::of([stmt]),
        };
        self.note(&seen, &free);
        let all = Free::of([stmt]);
        for bound in &mut self.bound {
            let is_named = all.names(&bound.name.to_string());
            bound.is_named |= is_named;
            bound.may_be_over |= is_named && bound.may_borrow;
        }
        for name in seen::assigned(stmt) {
            self.not_later(&name);
        }
        if let Stmt::Item(Item::Macro(rules)) = stmt {
            let inside = words(&rules.mac.tokens);
            for bound in self.bound.iter_mut().filter(|it| inside.contains(&it.name.to_string())) {
                bound.is_named = true;
                bound.may_be_over = true;
                bound.is_in_macro = true;
            }
        }
        if let Stmt::Expr(Expr::Assign(assign), _) = stmt
            && let Expr::Path(path) = &*assign.left
        {
            let given = self.bound.iter_mut().rev().find(|bound| path.path.is_ident(&bound.name));
            given
                .into_iter()
                .filter(|bound| bound.may_be_empty())
                .for_each(|bound| bound.late = None);
        }
        let Stmt::Local(local) = stmt else { return Vec::new() };
        let depth = self.depth;
        let renamed = self.shadow(&local.pat);
        let init = local.init.as_ref().map(|init| &*init.expr);
        let borrows = init.and_then(|init| self.borrowed(&local.pat, init));
        let is_late =
            init.is_none_or(|init| is_lazy(init) || self.is_part(init)) || borrows.is_some();
        let late = is_late.then(|| (local.clone(), index, depth));
        let is_reference = init.is_some_and(|init| matches!(init, Expr::Reference(_)));
        let refers = is_reference && init.is_some_and(|init| self.is_local(init));
        let is_owner = init.is_some_and(is_owner);
        let may_borrow = init.is_some_and(|init| self.may_borrow(init));
        let is_whole = matches!(local.pat, Pat::Ident(_));
        let at = plain_name(&mut local.pat.clone()).map(|_| (index, depth));
        self.declare(&local.pat, &local.attrs, |bound| {
            bound.is_place = !is_reference || refers;
            bound.refers = refers;
            bound.is_owner = is_owner && is_whole;
            bound.may_borrow = may_borrow;
            bound.borrows.clone_from(&borrows);
            bound.late.clone_from(&late);
            bound.at = at;
        });
        renamed
    }

    /// Of that name is another value from now on: nothing is made of it later.
    fn not_later(&mut self, name: &str) {
        for bound in self.bound.iter_mut().filter(|bound| bound.is_made_of(name)) {
            self.hides_last |= bound.late.take().is_some_and(|(.., depth)| depth != self.depth);
        }
    }

    /// Gives other names to what is shadowed and has to last. Only an underscore tells that nothing
    /// else means it: names that look the same may be another macro's.
    fn shadow(&mut self, pat: &Pat) -> Vec<(usize, Ident)> {
        let depth = self.depth;
        let mut renamed = Vec::new();
        for found in pattern::bindings(pat) {
            let name = found.pat.ident.to_string();
            self.not_later(&name);
            for earlier in self.bound.iter_mut().filter(|it| it.name == found.pat.ident) {
                let Some((index, of_depth)) = earlier.at else { continue };
                let is_simple = !earlier.is_partial && earlier.cfgs.is_empty();
                if earlier.stays() || !is_simple || !name.starts_with('_') {
                    continue;
                }
                if of_depth == depth {
                    let hidden = span::hidden(earlier.name.span());
                    earlier.name = Ident::new(&format!("__kept{depth}_{index}"), hidden);
                    renamed.push((index, earlier.name.clone()));
                } else {
                    self.hides_last = true;
                }
            }
        }
        renamed
    }

    /// The first part evaluates this.
    pub(super) fn mention(&mut self, expr: &Expr) {
        let mut seen = Seen::default();
        seen.read(expr.to_token_stream());
        seen.visit_expr(expr);
        self.note(&seen, &Free::of_expr(expr));
    }

    fn note(&mut self, seen: &Seen, free: &Free) {
        for bound in &mut self.bound {
            let name = bound.name.to_string();
            let is_named = free.names(&name);
            bound.is_named |= is_named;
            bound.may_be_over |= is_named;
            bound.is_partial |= seen.partial.contains(&name);
        }
    }

    /// `if let PAT = EXPR && ..`
    pub(super) fn declare_condition(&mut self, condition: &Expr) {
        self.matched = Matched::default();
        self.each_let(condition);
    }

    fn each_let(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(matched) => self.bind(&matched.pat, &matched.expr),
            Expr::Binary(both) => {
                self.each_let(&both.left);
                self.each_let(&both.right);
            }
            _ => {}
        }
    }

    pub(super) fn declare_matched(&mut self, pat: &Pat, matched: &Expr) {
        self.matched = Matched::default();
        self.bind(pat, matched);
    }

    fn bind(&mut self, pat: &Pat, matched: &Expr) {
        let bindings = pattern::bindings(pat);
        let has_ref = bindings.iter().any(|found| found.pat.by_ref.is_some());
        let may_borrow = self.may_borrow(matched) || has_ref && self.is_local(matched);
        let names = bindings.into_iter().map(|found| found.pat.ident.to_string());
        self.matched.bound.extend(names);
        self.matched.may_borrow |= may_borrow;
        let lent = self.lent(matched);
        self.matched.lent.extend(lent);
        self.declare(pat, &[], |bound| {
            bound.is_place = !may_borrow;
            bound.may_borrow = may_borrow;
            bound.is_matched = true;
        });
    }

    /// Cut inside of this branch, the rest would take references to what stays behind.
    pub(super) fn may_lose(&self, branch: &impl ToTokens) -> bool {
        let Matched { bound, may_borrow, lent } = &self.matched;
        let named = words(&branch.to_token_stream());
        *may_borrow && !bound.is_disjoint(&named) || !lent.is_disjoint(&named)
    }
}

/// The name, if the pattern is nothing more.
pub(super) fn plain_name(pat: &mut Pat) -> Option<&mut Ident> {
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => Some(&mut pat.ident),
        Pat::Type(pat) => plain_name(&mut pat.pat),
        _ => None,
    }
}

impl Bound {
    fn new(name: Ident) -> Bound {
        Bound {
            name,
            is_mut: false,
            cfgs: Vec::new(),
            is_place: true,
            refers: false,
            is_owner: false,
            borrows: None,
            late: None,
            at: None,
            is_named: false,
            may_be_over: false,
            may_borrow: false,
            is_matched: false,
            is_in_macro: false,
            is_partial: false,
        }
    }
}
