//! The handle of a child is a `Task` where the function says `JoinHandle`.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::quote_spanned;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, Expr, ExprAssign, ExprMethodCall, GenericArgument, Local, Pat,
    PathArguments, Stmt, Type, TypePath, parse_quote_spanned,
};

use super::super::private::Private;
use super::Spawns;
use super::holders::Handles;
use super::methods::is_some;
use super::parts::{is_work, number_of};
use crate::span;

impl Spawns<'_> {
    /// Rewrites the type that a `let` states, and says what the output of a child is that it binds.
    pub(super) fn annotated(&mut self, local: &mut Local) -> Option<Type> {
        let Pat::Type(pat) = &mut local.pat else { return None };
        let output = match &*pat.ty {
            Type::Path(path) => output(path).cloned(),
            _ => None,
        };
        let becomes = match &local.init {
            Some(init) if !is_empty(&init.expr) => Becomes::Either,
            _ if self.is_fed_by_others(&pat.pat) => return None,
            _ => Becomes::Task,
        };
        let before = self.changes;
        self.rename(&mut pat.ty, becomes);
        if self.changes > before {
            // It is no simpler as the user wrote it.
            let at = span::glue(span::ends(&pat.ty).0);
            local.attrs.push(parse_quote_spanned!(at=> #[allow(clippy::type_complexity)]));
        }
        output
    }

    /// What is put into it later comes from functions of the user's own, if not all of it.
    fn is_fed_by_others(&self, pat: &Pat) -> bool {
        let Pat::Ident(pat) = pat else { return false };
        matches!(self.fed_by(&pat.ident), Some(FedBy::Others | FedBy::Both))
    }

    pub(super) fn fed_by(&self, name: &Ident) -> Option<FedBy> {
        self.fed.get(&name.unraw().to_string()).copied()
    }

    // let h: JoinHandle<T> = tokio::spawn(EXPR);
    //
    // tells the compiler what `EXPR` gives before it is asked about it: `let __child0 = P::gives::<T, _>(EXPR);`
    pub(super) fn tell_output(&mut self, output: &Type, init: &mut Expr, before: usize) {
        if number_of(init).is_none_or(|number| number < before) {
            return;
        }
        let Expr::Await(awaited) = init else { return };
        let Expr::Block(block) = &mut *awaited.base else { return };
        let Some(Stmt::Local(child)) = block.block.stmts.first_mut() else { return };
        let Some(init) = &mut child.init else { return };
        let at = span::glue(span::ends(output).0);
        let p = self.private.at(at);
        let gives = if is_work(&init.expr) {
            quote_spanned!(at=> #p::gives_work::<#output, _>)
        } else {
            quote_spanned!(at=> #p::gives::<#output, _>)
        };
        let argument = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
        *init.expr = self.applied(Expr::Verbatim(gives), argument, at);
    }

    /// In the pattern of a parameter.
    pub(super) fn handles_in(&mut self, pat: &mut Pat) {
        if let Pat::Type(pat) = pat {
            self.rename(&mut pat.ty, Becomes::Task);
        }
    }

    /// In the turbofish of a path.
    pub(super) fn handles_in_arguments(&mut self, arguments: &mut PathArguments) {
        if let PathArguments::AngleBracketed(arguments) = arguments {
            self.handles_in_generics(arguments, Becomes::Task);
        }
    }

    /// In the turbofish of a method: `collect::<Vec<JoinHandle<T>>>()`.
    pub(super) fn handles_in_method(&mut self, arguments: &mut AngleBracketedGenericArguments) {
        self.handles_in_generics(arguments, Becomes::Either);
    }

    fn handles_in_generics(
        &mut self,
        arguments: &mut AngleBracketedGenericArguments,
        becomes: Becomes,
    ) {
        for argument in &mut arguments.args {
            if let GenericArgument::Type(ty) = argument {
                self.rename(ty, becomes);
            }
        }
    }

    fn rename(&mut self, ty: &mut Type, becomes: Becomes) {
        if !self.spawns {
            return;
        }
        let mut rename = Rename { private: self.private, becomes, changes: 0 };
        rename.visit_type_mut(ty);
        self.changes += rename.changes;
    }
}

/// What a `JoinHandle` of the user's spelling becomes.
#[derive(Clone, Copy)]
enum Becomes {
    /// Nothing but the annotation says the type where it is needed.
    Task,
    /// The value says it.
    Either,
}

/// What is put into a variable.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum FedBy {
    Others,
    /// Or by something of which the spelling says nothing.
    Spawns,
    Both,
}

/// By what each variable of a body is fed that holds handles.
pub(super) struct Feeds<'a> {
    handles: &'a Handles,
    /// Variables that a call gives which has to do with no child.
    others: HashSet<String>,
    pub(super) fed: HashMap<String, FedBy>,
}

impl<'a> Feeds<'a> {
    pub(super) fn new(handles: &'a Handles) -> Self {
        Feeds { handles, others: HashSet::new(), fed: HashMap::new() }
    }

    fn feed(&mut self, to: &Expr, value: &Expr) {
        let Expr::Path(to) = to else { return };
        let Some(to) = to.path.get_ident() else { return };
        let value = match value {
            Expr::Call(call) if is_some(call) => call.args.first().unwrap_or(value),
            value => value,
        };
        let is_others = match value {
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.others.contains(&name.unraw().to_string())),
            value => self.handles.is_of_others(value),
        };
        let by = if is_others { FedBy::Others } else { FedBy::Spawns };
        let so_far = self.fed.entry(to.unraw().to_string()).or_insert(by);
        if *so_far != by {
            *so_far = FedBy::Both;
        }
    }
}

impl<'ast> Visit<'ast> for Feeds<'_> {
    fn visit_local(&mut self, local: &'ast Local) {
        visit::visit_local(self, local);
        if let (Pat::Ident(pat), Some(init)) = (&local.pat, &local.init)
            && self.handles.is_of_others(&init.expr)
        {
            self.others.insert(pat.ident.unraw().to_string());
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        self.feed(&assign.left, &assign.right);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let stores = ["push", "push_back", "push_front", "insert", "replace", "extend"];
        if let Some(last) = call.args.last()
            && stores.iter().any(|name| call.method == name)
        {
            self.feed(&call.receiver, last);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// A value that says nothing about what will be in it.
fn is_empty(init: &Expr) -> bool {
    match init {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
        if path.path.segments.last().is_some_and(|last| {
            ["new", "with_capacity", "default"].iter().any(|name| last.ident == name)
        })),
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Array(array) => array.elems.iter().all(is_empty),
        Expr::Tuple(tuple) => tuple.elems.iter().any(is_empty),
        Expr::Macro(called) => called.mac.tokens.is_empty(),
        Expr::Paren(paren) => is_empty(&paren.expr),
        _ => false,
    }
}

/// `T` of `JoinHandle<T>`, unless it is that of a thread.
fn output(path: &TypePath) -> Option<&Type> {
    if path.qself.is_some() {
        return None;
    }
    let last = path.path.segments.last()?;
    let is_thread = path.path.segments.iter().any(|segment| segment.ident == "thread");
    if last.ident != "JoinHandle" || is_thread {
        return None;
    }
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(output)) => Some(output),
            _ => None,
        },
        _ => None,
    }
}

struct Rename<'a> {
    private: &'a Private,
    becomes: Becomes,
    changes: usize,
}

impl VisitMut for Rename<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && output(path).is_some()
        {
            let at = span::glue(span::ends(&*path).0);
            let p = self.private.at(at);
            // The user's path stays: it may be all that uses an import.
            *ty = Type::Verbatim(match self.becomes {
                Becomes::Task => quote_spanned!(at=> <#path as #p::Handle>::Task),
                Becomes::Either => quote_spanned!(at=> <#path as #p::EitherHandle<_>>::Handle),
            });
            self.changes += 1;
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
