//! Futures that sit in a variable first. What is handed on, pinned or awaited elsewhere may have a bound
//! there; one that is only awaited is as good as awaited where it is made.

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAsync, ExprAwait, ExprClosure, Item, ItemFn, Local, Pat};

use super::peeled;

/// The variables that nothing happens to but an await, in the body that binds them.
pub(super) fn only_awaited(item: &ItemFn) -> HashSet<String> {
    let mut found = Variables::default();
    found.visit_block(&item.block);
    let mut times = HashMap::new();
    count(item.to_token_stream(), &mut times);
    let is_named_twice = |name: &String| times.get(name) == Some(&2);
    found.awaited.into_iter().filter(is_named_twice).collect()
}

/// The name that a pattern binds, if it does no more.
pub(super) fn name_in(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            Some(pat.ident.unraw().to_string())
        }
        Pat::Type(pat) => name_in(&pat.pat),
        _ => None,
    }
}

#[derive(Default)]
struct Variables {
    /// Those of the body where the walk is, so far.
    bound: HashSet<String>,
    awaited: HashSet<String>,
}

impl Variables {
    fn nested(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.bound);
        walk(self);
        self.bound = outer;
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        self.bound.extend(name_in(&local.pat));
    }

    fn visit_expr_await(&mut self, awaited: &'ast ExprAwait) {
        if let Expr::Path(path) = peeled(&awaited.base)
            && let Some(name) = path.path.get_ident().map(|name| name.unraw().to_string())
            && self.bound.contains(&name)
        {
            self.awaited.insert(name);
        }
        visit::visit_expr_await(self, awaited);
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.nested(|variables| visit::visit_expr_async(variables, block));
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.nested(|variables| visit::visit_expr_closure(variables, closure));
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

fn count(tokens: TokenStream, times: &mut HashMap<String, usize>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => *times.entry(word.unraw().to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), times),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
