//! Calls of functions that spawn.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprCall, ExprParen, ExprPath, UseTree, token};

use super::super::awaits::match_of;
use super::Spawns;
use super::parts::{Ends, dead};
use crate::check;
use crate::span;

/// The names of tokio's functions that spawn.
pub(super) const SPAWNS: [&str; 3] = ["spawn", "spawn_local", "spawn_blocking"];

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Async,
    Local,
    Blocking,
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Kind> {
        match name {
            "spawn" => Some(Kind::Async),
            "spawn_local" => Some(Kind::Local),
            "spawn_blocking" => Some(Kind::Blocking),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Async => "spawn",
            Kind::Local => "spawn_local",
            Kind::Blocking => "spawn_blocking",
        }
    }
}

/// What is called, as far as the spelling says it.
enum Callee {
    Tokios(Kind),
    Thread,
    /// The types tell; a `spawn` may be that of threads too.
    Unsure {
        kind: Option<Kind>,
        may_be_thread: bool,
    },
}

impl Spawns<'_> {
    pub(super) fn call(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = &*expr else { return };
        let Some(callee) = self.callee(call) else {
            if matches!(call.args.first(), Some(Expr::Async(_))) {
                self.may_be_renamed(expr);
            }
            return;
        };
        match callee {
            Callee::Thread => check::scope::thread(expr, self.report),
            Callee::Tokios(_) if !self.can_wait => check::scope::in_closure(expr, self.report),
            Callee::Tokios(kind) => {
                let name = self.none(span::ends(&*expr).0);
                let call = std::mem::replace(expr, Expr::PLACEHOLDER);
                *expr = self.child(call, kind, name);
            }
            Callee::Unsure { kind, may_be_thread } => {
                let call = std::mem::replace(expr, Expr::PLACEHOLDER);
                *expr = self.unsure(call, kind, may_be_thread);
            }
        }
    }

    fn callee(&self, call: &ExprCall) -> Option<Callee> {
        let Expr::Path(ExprPath { qself: None, path, .. }) = &*call.func else { return None };
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let ([name], 1) = (&names[..], call.args.len())
            && let Some(spawner) = self.renamed.get(*name)
            && !self.bound.contains(*name)
        {
            return Some(match spawner {
                Spawner::Thread => Callee::Thread,
                // Its name stays in the code: nothing else may use the import.
                Spawner::Tokios(kind) => Callee::Unsure { kind: Some(*kind), may_be_thread: false },
            });
        }
        let (kind, around) = match &names[..] {
            [around @ .., name] => (Kind::named(name)?, around),
            [] => return None,
        };
        if call.args.len() != 1 {
            return None;
        }
        Some(match (around, kind) {
            (["tokio"], Kind::Async) | (["tokio", "task"], _) => Callee::Tokios(kind),
            (["std", "thread"], Kind::Async) => Callee::Thread,
            (["asyncward" | "std" | "rayon" | "smol" | "async_std" | "futures", ..], _) => {
                return None;
            }
            ([], _) if self.bound.contains(kind.name()) => return None,
            // None of tokio's takes an argument, and here its type would have to come from the callee.
            _ if matches!(call.args.first(), Some(Expr::Closure(it)) if !it.inputs.is_empty()) => {
                return None;
            }
            ([], Kind::Async) => Callee::Unsure { kind: Some(kind), may_be_thread: true },
            ([.., "thread"], Kind::Async) => Callee::Unsure { kind: None, may_be_thread: true },
            // An associated function of a type.
            ([.., around], _) if around.starts_with(char::is_uppercase) => return None,
            _ => Callee::Unsure { kind: Some(kind), may_be_thread: false },
        })
    }

    // Input
    //     go(EXPR)
    //
    // Output
    //     (match go { __callee => { if false { loop {} P::not_renamed(..); } __callee } })(EXPR)
    //
    // where `go` may be `tokio::spawn`, by a `use` outside of the function.
    pub(super) fn may_be_renamed(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = &*expr else { return };
        let Expr::Path(ExprPath { qself: None, path, .. }) = &*call.func else { return };
        let Some(name) = path.get_ident() else { return };
        let name = name.unraw().to_string();
        let is_function = name.starts_with(|first: char| first.is_lowercase() || first == '_');
        if !is_function || call.args.len() != 1 || self.bound.contains(&name) {
            return;
        }
        let ends = span::ends(call);
        let at = span::glue(ends.0);
        let callee = Ident::new("__callee", span::hidden(ends.0));
        let (tokios, settled) = self.tokios(Kind::Async, at);
        let same = quote_spanned!(at=> &#callee, &#tokios);
        let same = self.private.check(&["same_spawn"], same, ends);
        let verdict = quote_spanned!(ends.1=> #same.verdict(&#settled));
        let check = self.private.check(&["not_renamed"], verdict, ends);
        let dead = dead(&quote_spanned!(at=> #check;), at);
        let arm = [(callee.to_token_stream(), quote_spanned!(at=> { #dead #callee }))];
        let Expr::Call(call) = expr else { return };
        let function = std::mem::replace(&mut *call.func, Expr::PLACEHOLDER);
        self.changes += 1;
        *call.func = Expr::Paren(ExprParen {
            attrs: Vec::new(),
            paren_token: token::Paren(at),
            expr: Box::new(match_of(Vec::new(), function, arm, (at, at))),
        });
    }

    /// Tokio's function, and an instance of it.
    pub(super) fn tokios(&self, kind: Kind, at: Span) -> (TokenStream, TokenStream) {
        let p = self.at(at);
        match kind {
            Kind::Async => (
                quote_spanned!(at=> #p::tokio::spawn),
                quote_spanned!(at=> #p::tokio::spawn::<#p::Ready<()>>),
            ),
            Kind::Local => (
                quote_spanned!(at=> #p::tokio::task::spawn_local),
                quote_spanned!(at=> #p::tokio::task::spawn_local::<#p::Ready<()>>),
            ),
            Kind::Blocking => (
                quote_spanned!(at=> #p::tokio::task::spawn_blocking),
                quote_spanned!(at=> #p::tokio::task::spawn_blocking::<fn(), ()>),
            ),
        }
    }

    /// Asks the compiler that the callee is not the one that spawns.
    pub(super) fn differs(&self, callee: &Ident, spawner: Spawner, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let p = self.at(at);
        let (check, spawns, settled) = match spawner {
            Spawner::Thread => (
                "no_thread",
                quote_spanned!(at=> #p::spawn_thread),
                quote_spanned!(at=> #p::spawn_thread::<fn(), ()>),
            ),
            Spawner::Tokios(kind) => {
                let (tokios, settled) = self.tokios(kind, at);
                ("no_spawn", tokios, settled)
            }
        };
        let same = quote_spanned!(at=> &#callee, &#spawns);
        let same = self.private.check(&["same_spawn"], same, ends);
        let verdict = quote_spanned!(ends.1=> #same.verdict(&#settled));
        let check = self.private.check(&[check], verdict, ends);
        quote_spanned!(at=> #check;)
    }
}

pub(super) enum Spawner {
    Thread,
    Tokios(Kind),
}

/// One of tokio's functions that spawn, by its whole path.
pub(super) fn is_tokios(path: &ExprPath) -> bool {
    let names: Vec<String> =
        path.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
    matches!(spawner_at(&names), Some(Spawner::Tokios(_)))
}

fn spawner_at(path: &[String]) -> Option<Spawner> {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    match &names[..] {
        ["tokio", "spawn"] => Some(Spawner::Tokios(Kind::Async)),
        ["tokio", "task", name] => Kind::named(name).map(Spawner::Tokios),
        ["std", "thread", "spawn"] => Some(Spawner::Thread),
        _ => None,
    }
}

/// `use tokio::spawn as go;`
pub(super) fn renamed_by(
    tree: &UseTree,
    path: &mut Vec<String>,
    renamed: &mut HashMap<String, Spawner>,
) {
    match tree {
        UseTree::Path(step) => {
            path.push(step.ident.unraw().to_string());
            renamed_by(&step.tree, path, renamed);
            path.pop();
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| renamed_by(tree, path, renamed));
        }
        UseTree::Rename(last) => {
            path.push(last.ident.unraw().to_string());
            if let Some(spawner) = spawner_at(path) {
                renamed.insert(last.rename.unraw().to_string(), spawner);
            }
            path.pop();
        }
        UseTree::Name(_) | UseTree::Glob(_) => {}
    }
}
