//! The handle of a child is a `Task` where the function says `JoinHandle`.

use quote::quote_spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, Expr, GenericArgument, Local, Pat, PathArguments, Stmt, Type,
    TypePath,
};

use super::super::private::Private;
use super::Spawns;
use super::calls::number_of;
use crate::span;

impl Spawns<'_> {
    /// Rewrites the type that a `let` states, and says what the output of a child is that it binds.
    pub(super) fn annotated(&mut self, local: &mut Local) -> Option<Type> {
        let Pat::Type(pat) = &mut local.pat else { return None };
        if !local.init.as_ref().is_none_or(|init| may_be_of_children(&init.expr)) {
            return None;
        }
        let output = match &*pat.ty {
            Type::Path(path) => output(path).cloned(),
            _ => None,
        };
        self.rename(&mut pat.ty);
        output
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
        let is_work =
            matches!(&*init.expr, Expr::Call(call) if matches!(*call.func, Expr::Verbatim(_)));
        let gives = if is_work {
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
            self.rename(&mut pat.ty);
        }
    }

    pub(super) fn handles_in_arguments(&mut self, arguments: &mut PathArguments) {
        if let PathArguments::AngleBracketed(arguments) = arguments {
            self.handles_in_generics(arguments);
        }
    }

    pub(super) fn handles_in_generics(&mut self, arguments: &mut AngleBracketedGenericArguments) {
        for argument in &mut arguments.args {
            if let GenericArgument::Type(ty) = argument {
                self.rename(ty);
            }
        }
    }

    fn rename(&mut self, ty: &mut Type) {
        let mut rename = Rename { private: self.private, changes: 0 };
        rename.visit_type_mut(ty);
        self.changes += rename.changes;
    }
}

/// Whether the value is made of children, as far as the spelling says it: a handle that comes from
/// elsewhere is tokio's.
fn may_be_of_children(init: &Expr) -> bool {
    match init {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
                matches!(
                    last.ident.to_string().as_str(),
                    "new"
                        | "with_capacity"
                        | "default"
                        | "from"
                        | "from_iter"
                        | "Some"
                        | "Ok"
                        | "spawn"
                        | "spawn_local"
                        | "spawn_blocking"
                )
            }),
            _ => false,
        },
        Expr::MethodCall(call) => {
            matches!(
                call.method.to_string().as_str(),
                "collect" | "unwrap" | "expect" | "spawn" | "spawn_local" | "spawn_blocking"
            ) && may_be_of_children_inside(&call.receiver)
        }
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Array(_)
        | Expr::Tuple(_)
        | Expr::Repeat(_)
        | Expr::If(_)
        | Expr::Match(_)
        | Expr::Block(_) => true,
        Expr::Macro(called) => {
            called.mac.path.segments.last().is_some_and(|last| last.ident == "vec")
        }
        Expr::Try(tried) => may_be_of_children(&tried.expr),
        Expr::Paren(paren) => may_be_of_children(&paren.expr),
        _ => false,
    }
}

/// Of the receiver of a method: anything but a call of something of the user's.
fn may_be_of_children_inside(receiver: &Expr) -> bool {
    match receiver {
        Expr::MethodCall(call) => may_be_of_children_inside(&call.receiver),
        Expr::Call(_) => may_be_of_children(receiver),
        _ => true,
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
            *ty = Type::Verbatim(quote_spanned!(at=> <#path as #p::Handle>::Task));
            self.changes += 1;
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}
