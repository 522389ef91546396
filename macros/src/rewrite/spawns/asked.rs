//! A child's handle that goes to a method, a place or a binding: what is asked for there is asked where
//! the handle stands.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprAssign, ExprMethodCall, Local, Pat, Type};

use super::Spawns;
use super::given::is_simple;
use super::handles::FedBy;
use super::methods::{inspect, is_of_self, is_place, is_value, stores};
use crate::span;

impl Spawns<'_> {
    // `RECEIVER.method(a, HANDLE)`, with the question where the handle is: what the receiver is says what
    // is asked for. A copy of the other arguments says what the method's own parameters are.
    pub(super) fn given_to_method(&mut self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        let Some(at) = self.only_handle(&call.args) else { return };
        // What a local collection is of, its elements say.
        let extends = call.method == "extend";
        let is_collection = (stores(&call.method) || extends) && self.is_newly_made(&call.receiver);
        if is_of_self(&call.receiver, false) || is_collection {
            return;
        }
        if !is_simple(&call.receiver) {
            return self.given_behind_value(call, at);
        }
        let copy = call.clone();
        let Some(argument) = call.args.iter_mut().nth(at) else { return };
        let p = self.private.at(span::glue(call.method.span()));
        let question = |value: TokenStream| {
            let value = if extends { quote!(#p::collected(#value)) } else { value };
            called_with(&copy, at, value)
        };
        self.given(argument, Some(&question));
    }

    // Input
    //     VALUE.field.method(HANDLE)
    //
    // Output
    //     let __place0 = P::place();
    //     match VALUE {
    //         __value => {
    //             if false { loop {} P::seen(__value.field.method(P::given_of(__place0))); }
    //             (__value,)
    //         }
    //     }.0.field.method(match HANDLE { __begun0 => P::given(__place0, &__begun0).give(__begun0) })
    fn given_behind_value(&mut self, call: &mut ExprMethodCall, at: usize) {
        if self.places.is_none() || !value_in(&mut call.receiver).is_some_and(|it| is_value(it)) {
            return;
        }
        let span = call.method.span();
        let (value, glue) = (Ident::new("__value", span::hidden(span)), span::glue(span));
        let mut copy = call.clone();
        let Some(argument) = call.args.iter_mut().nth(at) else { return };
        let (asked, place) = self.given(argument, None);
        let (Some(copied), Some(receiver)) =
            (value_in(&mut copy.receiver), value_in(&mut call.receiver))
        else {
            return;
        };
        *copied = Expr::Verbatim(value.to_token_stream());
        let question = called_with(&copy, at, asked);
        let p = self.private.at(glue);
        let check = quote_spanned!(glue=> #p::seen(#question););
        inspect(receiver, &value, &check, false, glue);
        self.in_front_of_all(place.into_iter().collect());
    }

    /// `place.field = HANDLE`, or a variable that is given other handles too.
    pub(super) fn given_to_place(&mut self, assign: &mut ExprAssign) {
        let is_asked = match &*assign.left {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.fed_by(name) == Some(FedBy::Both))
            }
            Expr::Field(_) => !is_of_self(&assign.left, false),
            _ => false,
        };
        if !is_asked {
            return;
        }
        if !is_place(&assign.left) || !self.has_handle(&assign.right) {
            return;
        }
        let (place, at) = (assign.left.clone(), span::glue(assign.eq_token.span));
        self.given(&mut assign.right, Some(&|value| quote_spanned!(at=> #place = #value)));
    }

    // Input
    //     [a, HANDLE]
    //
    // Output
    //     [a, match HANDLE { .. }]
    //
    // with the question `[a, P::given_of(__place0)]`.
    pub(super) fn given_beside(&mut self, mut elements: Vec<&mut Expr>) {
        let other = elements.iter().find(|it| !self.has_handle(it) && is_simple(it));
        let Some(other) = other.map(|it| (**it).clone()) else { return };
        for element in &mut elements {
            if !self.has_handle(element) {
                continue;
            }
            let at = span::glue(span::ends(&**element).0);
            self.given(element, Some(&|value| quote_spanned!(at=> [#other, #value])));
        }
    }

    /// `let h: T = HANDLE;`, where `T` may be an alias.
    pub(super) fn given_to_type(&mut self, local: &mut Local) {
        let (Pat::Type(pat), Some(init)) = (&local.pat, &mut local.init) else { return };
        let says_itself = span::mentions(&pat.ty.to_token_stream(), "JoinHandle");
        if says_itself || !matches!(&*pat.ty, Type::Path(_)) || !self.has_handle(&init.expr) {
            return;
        }
        let (ty, at) = (pat.ty.clone(), span::glue(span::ends(&pat.ty).0));
        let p = self.private;
        self.given(
            &mut init.expr,
            Some(&|value| {
                let p = p.at(at);
                quote_spanned!(at=> #p::same_place::<#ty>(#p::place(), #value))
            }),
        );
    }

    /// A local whose type nothing but its elements says.
    fn is_newly_made(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = expr else { return false };
        path.path.get_ident().is_some_and(|name| {
            let is_mixed = self.fed_by(name) == Some(FedBy::Both);
            let name = name.unraw().to_string();
            !is_mixed && self.handles.made.contains(&name) && !self.handles.named.contains(&name)
        })
    }
}

/// `RECEIVER.method(a, VALUE)`
fn called_with(call: &ExprMethodCall, at: usize, value: TokenStream) -> TokenStream {
    let mut copy = call.clone();
    copy.attrs.clear();
    if let Some(copied) = copy.args.iter_mut().nth(at) {
        *copied = Expr::Verbatim(value);
    }
    copy.into_token_stream()
}

/// `VALUE` of `VALUE.a.b`.
fn value_in(receiver: &mut Expr) -> Option<&mut Expr> {
    match receiver {
        Expr::Field(field) => value_in(&mut field.base),
        Expr::Path(_) => None,
        value => Some(value),
    }
}
