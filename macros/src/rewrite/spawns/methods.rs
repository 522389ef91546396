//! Methods that spawn past the scope, and handles of children that are stored in `self`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{
    Expr, ExprCall, ExprField, GenericArgument, Index, Local, Member, Pat, Token, Type, UnOp, token,
};

use super::super::awaits::match_of;
use super::Spawns;
use super::parts::dead;
use crate::span;

/// How many arguments the methods of that name have that spawn.
fn arguments(method: &Ident) -> Option<usize> {
    match method.to_string().as_str() {
        "spawn" | "spawn_local" | "spawn_blocking" | "spawn_pinned" => Some(1),
        "spawn_on" | "spawn_local_on" | "spawn_blocking_on" | "spawn_pinned_by_idx" => Some(2),
        _ => None,
    }
}

/// Puts something into a collection.
pub(super) fn stores(method: &Ident) -> bool {
    ["push", "push_back", "push_front", "insert", "replace", "get_or_insert"]
        .iter()
        .any(|name| method == name)
}

impl Spawns<'_> {
    // Input
    //     RECEIVER.spawn(EXPR)
    //
    // Output
    //     match RECEIVER.spawn(EXPR) { __value => { DEAD; __value } }
    //     match RECEIVER { __value => { DEAD; (__value,) } }.0.spawn(EXPR)
    //
    // the one for receivers that are places, the other for values; in `DEAD` the question
    //
    //     P::spawner(&RECEIVER).verdict().spawn(P::spawner(&RECEIVER));
    pub(super) fn method(&mut self, expr: &mut Expr) {
        self.stored_by_method(expr);
        self.collected(expr);
        let Expr::MethodCall(call) = expr else { return };
        if arguments(&call.method) != Some(call.args.len()) {
            return;
        }
        let method = call.method.span();
        let (value, at) = (Ident::new("__value", span::hidden(method)), span::glue(method));
        let ends = span::ends(&call.receiver);
        if is_place(&call.receiver) {
            // To mention it once more would change what a closure takes of it.
            if self.captures {
                return;
            }
            let check = self.question(&call.receiver, ends, method);
            self.changes += 1;
            // A result that borrows is alive no longer than before: nothing holds it.
            inspect(expr, &value, &check, true, at);
        } else if is_value(&call.receiver) {
            let check = self.question(&value, ends, method);
            self.changes += 1;
            inspect(&mut call.receiver, &value, &check, false, at);
        }
    }

    // Input
    //     ITER.collect::<JoinSet<T>>()
    //
    // Output
    //     match ITER.collect::<JoinSet<T>>() { __value => { DEAD; __value } }
    fn collected(&mut self, expr: &mut Expr) {
        let Expr::MethodCall(call) = &*expr else { return };
        let Some(turbofish) = &call.turbofish else { return };
        let is_set =
            matches!(turbofish.args.first(), Some(GenericArgument::Type(ty)) if is_join_set(ty));
        if call.method == "collect" && is_set {
            let method = call.method.span();
            let value = Ident::new("__value", span::hidden(method));
            let check = self.question(&value, span::ends(turbofish), method);
            self.changes += 1;
            inspect(expr, &value, &check, true, span::glue(method));
        }
    }

    // Input
    //     let set: JoinSet<T> = ITER.collect();
    //
    // Output
    //     let set: JoinSet<T> = match P::same_place::<JoinSet<T>>(P::place(), ITER.collect()) {
    //         __value => { DEAD; __value }
    //     };
    pub(super) fn collected_into(&mut self, local: &mut Local) {
        let (Pat::Type(pat), Some(init)) = (&local.pat, &mut local.init) else { return };
        let Expr::MethodCall(call) = &*init.expr else { return };
        if call.method != "collect" || call.turbofish.is_some() || !is_join_set(&pat.ty) {
            return;
        }
        let method = call.method.span();
        let (ty, at) = (&pat.ty, span::glue(method));
        let value = Ident::new("__value", span::hidden(method));
        let check = self.question(&value, span::ends(ty), method);
        let p = self.private.at(at);
        let same = Expr::Verbatim(quote_spanned!(at=> #p::same_place::<#ty>));
        let place = Expr::Verbatim(quote_spanned!(at=> #p::place()));
        let collected = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
        *init.expr = Expr::Call(ExprCall {
            attrs: Vec::new(),
            func: Box::new(same),
            paren_token: token::Paren(at),
            args: [place, collected].into_iter().collect(),
        });
        self.changes += 1;
        inspect(&mut init.expr, &value, &check, true, at);
    }

    // Input
    //     Handle::spawn(&RECEIVER, EXPR)
    //
    // Output
    //     match Handle::spawn(&RECEIVER, EXPR) { __value => { DEAD; __value } }
    pub(super) fn method_by_path(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = &*expr else { return };
        let Expr::Path(callee) = &*call.func else { return };
        let names: Vec<&Ident> = callee.path.segments.iter().map(|it| &it.ident).collect();
        let [.., ty, method] = &names[..] else { return };
        let is_method = ty.to_string().starts_with(char::is_uppercase)
            && arguments(method).is_some_and(|count| call.args.len() == count + 1);
        let receiver = match call.args.first() {
            Some(Expr::Reference(reference)) => &*reference.expr,
            Some(receiver) => receiver,
            None => return,
        };
        let can_be_twice =
            is_place(receiver) || matches!(receiver, Expr::Call(call) if call.args.is_empty());
        if !is_method || self.captures || !can_be_twice {
            return;
        }
        let method = method.span();
        let check = self.question(receiver, span::ends(receiver), method);
        self.changes += 1;
        inspect(
            expr,
            &Ident::new("__value", span::hidden(method)),
            &check,
            true,
            span::glue(method),
        );
    }

    /// `P::spawner(&RECEIVER).verdict().spawn(P::spawner(&RECEIVER));`
    fn question(
        &self,
        receiver: impl quote::ToTokens,
        ends: (Span, Span),
        method: Span,
    ) -> TokenStream {
        let verdict = Ident::new("spawn", method);
        let receiver = quote_spanned!(ends.1=> &#receiver);
        let spawner = self.private.check(&["spawner"], receiver, ends);
        quote_spanned!(span::glue(method)=> #spawner.verdict().#verdict(#spawner);)
    }

    /// `self.a.push(tokio::spawn(..))`
    fn stored_by_method(&mut self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        if stores(&call.method) && is_of_self(&call.receiver, false) {
            call.args.iter_mut().for_each(|argument| self.kept(argument));
        }
    }

    /// `self.a = tokio::spawn(..)`
    pub(super) fn stored(&mut self, place: &Expr, value: &mut Expr) {
        if is_of_self(place, false) {
            self.kept(value);
        }
    }

    /// `P::stored(HANDLE)`, whose type is that of where it is put.
    fn kept(&mut self, value: &mut Expr) {
        if let Some(handle) = self.handle_in(value) {
            let ends = span::ends(self.written(handle));
            let path = self.private.path(&["stored"], ends);
            let given = std::mem::replace(handle, Expr::PLACEHOLDER);
            *handle = self.applied(Expr::Verbatim(path), given, ends.1);
        }
    }
}

fn is_join_set(ty: &Type) -> bool {
    matches!(ty, Type::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == "JoinSet"))
}

pub(super) fn is_some(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    call.args.len() == 1 && path.path.segments.last().is_some_and(|last| last.ident == "Some")
}

pub(super) fn is_of_self(expr: &Expr, is_inside: bool) -> bool {
    match expr {
        Expr::Path(path) => is_inside && path.path.is_ident("self"),
        Expr::Field(field) => is_of_self(&field.base, true),
        Expr::Index(index) => is_of_self(&index.expr, is_inside),
        Expr::MethodCall(call) => is_of_self(&call.receiver, is_inside),
        Expr::Try(tried) => is_of_self(&tried.expr, is_inside),
        Expr::Await(awaited) => is_of_self(&awaited.base, is_inside),
        Expr::Paren(paren) => is_of_self(&paren.expr, is_inside),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
            is_of_self(&unary.expr, is_inside)
        }
        _ => false,
    }
}

/// What can be mentioned once more without doing anything.
pub(super) fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => {
            is_place(&index.expr) && matches!(*index.index, Expr::Lit(_) | Expr::Path(_))
        }
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}

pub(super) fn is_value(expr: &Expr) -> bool {
    matches!(expr, Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) | Expr::Await(_))
}

pub(super) fn inspect(
    expr: &mut Expr,
    value: &Ident,
    check: &TokenStream,
    is_result: bool,
    at: Span,
) {
    let dead = dead(check, at);
    let body = if is_result {
        quote_spanned!(at=> { #dead #value })
    } else {
        quote_spanned!(at=> { #dead (#value,) })
    };
    let inspected = std::mem::replace(expr, Expr::PLACEHOLDER);
    let inspected = match_of(Vec::new(), inspected, [(value.to_token_stream(), body)], (at, at));
    *expr = if is_result {
        inspected
    } else {
        Expr::Field(ExprField {
            attrs: Vec::new(),
            base: Box::new(inspected),
            dot_token: Token![.](at),
            member: Member::Unnamed(Index { index: 0, span: at }),
        })
    };
}
