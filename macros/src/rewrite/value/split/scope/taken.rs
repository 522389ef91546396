//! What the rest of a path takes of the names in scope.

use proc_macro2::Ident;
use syn::{Local, Stmt, parse_quote_spanned};

use super::free::Free;
use super::{Bound, Scope};
use crate::body::flow::pattern;
use crate::span;

/// A local of the first part that another one refers to, which the rest takes.
pub(crate) struct Borrow {
    /// What refers to it.
    pub(crate) by: Ident,
    pub(crate) of: String,
    /// Where the rest names it.
    pub(crate) used: proc_macro2::Span,
}

/// What the rest takes.
#[derive(Default)]
pub(in super::super) struct Taken {
    pub(in super::super) bound_again: Vec<Stmt>,
    pub(in super::super) has_mut: bool,
    /// In front of the statement around, it could be made later.
    pub(in super::super) is_too_deep: bool,
    pub(in super::super) borrows: Vec<Borrow>,
}

impl Scope {
    /// What the rest of a path takes. A `let x;` that only the rest uses moves there.
    pub(in super::super) fn taken(&self, rest: &[Stmt], first: &mut Vec<Stmt>) -> Taken {
        let free = self.free(rest);
        let mut taken = Taken::default();
        let mut late = Vec::new();
        for bound in &self.bound {
            let name = bound.name.to_string();
            let is_used = free.names(&name);
            if !is_used && bound.stays() {
                continue;
            }
            if name == "self" {
                taken.bound_again.extend(self.whole_self(bound, is_used));
                continue;
            }
            let used = free.used.get(&name);
            taken.has_mut |= bound.is_mut;
            if let Some((local, index, depth)) = &bound.late
                && self.is_late(bound)
            {
                if !late.contains(&(*index, *depth)) {
                    late.push((*index, *depth));
                    taken.bound_again.push(Stmt::Local(local.clone()));
                }
                continue;
            }
            if let Some(of) = &bound.borrows
                && let Some(used) = used
            {
                taken.borrows.push(Borrow { by: bound.name.clone(), of: of.clone(), used: *used });
            }
            let is_init_late = bound.late.as_ref().is_some_and(|(local, ..)| local.init.is_some());
            taken.is_too_deep |= is_init_late && self.is_unnamed(bound);
            let is_sure = used.is_some() || !bound.may_be_over;
            // What is not bound again is taken by the block, if it uses it after all.
            if is_sure && !bound.is_partial && !bound.is_in_macro && !bound.may_be_empty() {
                taken.bound_again.push(bound.again());
            }
        }
        late.retain(|(_, depth)| *depth == self.depth);
        late.sort_unstable();
        for (index, _) in late.into_iter().rev() {
            first.remove(index);
        }
        taken
    }

    /// What the rest has from outside of it, with those of our locals that move there.
    fn free(&self, rest: &[Stmt]) -> Free {
        let mut free = Free::of(rest);
        let late: Vec<&Bound> = self.bound.iter().filter(|bound| self.is_late(bound)).collect();
        for bound in late.into_iter().rev() {
            if let Some((Local { init: Some(init), .. }, ..)) = &bound.late
                && free.names(&bound.name.to_string())
            {
                free.in_front(&init.expr);
            }
        }
        free
    }

    /// The first part names nothing that its `let` binds.
    fn is_unnamed(&self, bound: &Bound) -> bool {
        let place = |bound: &Bound| bound.late.as_ref().map(|(_, index, depth)| (*index, *depth));
        let place_of_it = place(bound);
        self.bound.iter().all(|other| place(other) != place_of_it || !other.is_named)
    }

    /// The rest can do the `let`, with nobody seeing a difference.
    fn is_late(&self, bound: &Bound) -> bool {
        let Some((local, _, depth)) = &bound.late else { return false };
        self.is_unnamed(bound) && (local.init.is_none() || *depth == self.depth)
    }

    /// All of `self`, which a block would otherwise take field by field.
    fn whole_self(&self, bound: &Bound, is_used: bool) -> Option<Stmt> {
        if !self.owns_self || bound.is_partial {
            return None;
        }
        let (name, at) = (&bound.name, span::glue(bound.name.span()));
        let hidden = Ident::new("__self", span::hidden(bound.name.span()));
        Some(if is_used {
            parse_quote_spanned!(at=> let _ = &#name;)
        } else {
            parse_quote_spanned!(at=> let #hidden = #name;)
        })
    }
}

impl Bound {
    /// It is nothing that has to last, or cannot.
    pub(super) fn stays(&self) -> bool {
        let is_put_aside = self.name.to_string().starts_with('_') && !self.is_matched;
        self.may_be_over || self.late.is_some() || self.may_borrow && !is_put_aside
    }

    /// It may be made later, of something of that name or together with it.
    pub(super) fn is_made_of(&self, name: &str) -> bool {
        let Some((local, ..)) = &self.late else { return false };
        let init = local.init.as_ref();
        init.is_some_and(|init| Free::of_expr(&init.expr).names(name))
            || self.name != name
                && pattern::bindings(&local.pat).iter().any(|found| found.pat.ident == name)
    }

    /// `let x;`
    pub(super) fn may_be_empty(&self) -> bool {
        self.late.as_ref().is_some_and(|(local, ..)| local.init.is_none())
    }

    /// `let x = x;`
    fn again(&self) -> Stmt {
        let (name, cfgs) = (&self.name, &self.cfgs);
        let at = span::glue(name.span());
        let mutability = self.is_mut.then(|| syn::Token![mut](at));
        parse_quote_spanned! {at=>
            #(#cfgs)*
            #[allow(
                unused_mut,
                unused_variables,
                clippy::no_effect_underscore_binding,
                clippy::shadow_same,
                clippy::used_underscore_binding
            )]
            let #mutability #name = #name;
        }
    }
}
