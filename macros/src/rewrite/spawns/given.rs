//! A child's handle that is given away: to a function, a field, a collection. Where tokio's
//! `JoinHandle` is asked for there, it gets one.
//!
//! What is asked for is the compiler's to say. It is shown, in dead code, a copy of what the handle is
//! given to, with all else in it of any type.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprCall, ExprParen, ExprPath, ExprStruct, Member, Path, Token, parse_quote_spanned,
    token,
};

use super::super::awaits::match_of;
use super::super::generated;
use super::Spawns;
use super::alive::waits;
use super::calls::SPAWNS;
use super::holders::leaves;
use super::methods::{is_place, is_some};
use super::originals::restored;
use super::parts::{dead, number_of, one};
use crate::body::attrs::is_cfg;
use crate::span;

/// An element of handles that a function is called with.
const ITEM: &str = "__item";

fn is_item(name: &Ident) -> bool {
    name == ITEM
}

impl Spawns<'_> {
    pub(super) fn is_handle(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.handles.is_one(name) || is_item(name))
            }
            Expr::Array(array) => array.elems.iter().any(|it| self.has_handle(it)),
            Expr::Macro(called) => called.mac.path.is_ident("vec") && has_spawn(&called.mac.tokens),
            expr => {
                number_of(expr).is_some() || leaves(expr).into_iter().any(|it| self.has_handle(it))
            }
        }
    }

    /// The handle in `HANDLE` or `Some(HANDLE)`, or a collection of some.
    pub(super) fn handle_in<'e>(&self, expr: &'e mut Expr) -> Option<&'e mut Expr> {
        if self.is_handle(expr) {
            return Some(expr);
        }
        match expr {
            Expr::Call(call) if is_some(call) => self.handle_in(call.args.first_mut()?),
            _ => None,
        }
    }

    // Input
    //     CALLEE(a, HANDLE)
    //
    // Output
    //     let __place0 = P::place();
    //     (match CALLEE {
    //         __given1 => {
    //             if false { loop {} P::seen(__given1(P::any(), P::given_of(__place0))); }
    //             __given1
    //         }
    //     })(a, match HANDLE { __begun0 => P::given(__place0, &__begun0).give(__begun0) })
    //
    // All of what the callee's type parameters are has to come from the one call that is live: so it is
    // named once.
    pub(super) fn given_to_function(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = &*expr else { return };
        if self.places.is_none() || !call.args.iter().any(|argument| self.has_handle(argument)) {
            return;
        }
        let Expr::Path(callee) = &*call.func else { return };
        if takes_anything(&callee.path) || self.is_variable(callee) || number_of(expr).is_some() {
            return;
        }
        // What a closure is given has to come from the callee as it is written.
        if call.args.iter().any(|it| matches!(it, Expr::Closure(it) if !it.inputs.is_empty())) {
            return self.given_beside_closure(expr);
        }
        let original = expr.clone();
        let number = self.number(&original);
        let Expr::Call(call) = expr else { return };
        let at = span::glue(span::ends(&*call).0);
        let mut copies = Vec::new();
        let mut places = Vec::new();
        for argument in &mut call.args {
            let (copy, place) = self.given(argument, None);
            copies.push(copy);
            places.extend(place);
        }
        let name = format_ident!("__given{number}", span = span::hidden(at));
        let p = self.private.at(at);
        let dead = dead(&quote_spanned!(at=> #p::seen(#name(#(#copies),*));), at);
        let arm = (name.to_token_stream(), quote_spanned!(at=> { #dead #name }));
        let callee = std::mem::replace(&mut *call.func, Expr::PLACEHOLDER);
        *call.func = Expr::Paren(ExprParen {
            attrs: Vec::new(),
            paren_token: token::Paren(at),
            expr: Box::new(match_of(Vec::new(), callee, [arm], (at, at))),
        });
        self.in_front_of_all(places);
    }

    // Input
    //     CALLEE(|x| a, HANDLE)
    //
    // Output
    //     CALLEE(|x| a, match HANDLE {
    //         __begun0 => P::given({
    //             let __place0 = P::place();
    //             if false { loop {} P::seen(CALLEE(|x| a, P::given_of(__place0))); }
    //             __place0
    //         }, &__begun0).give(__begun0)
    //     })
    fn given_beside_closure(&mut self, expr: &mut Expr) {
        let copy = expr.clone();
        let (Expr::Call(call), Expr::Call(copy)) = (expr, copy) else { return };
        let Some(at) = self.only_handle(&call.args) else { return };
        let Some(argument) = call.args.iter_mut().nth(at) else { return };
        let question = |value| {
            let mut copy = copy.clone();
            copy.attrs.clear();
            if let Some(copied) = copy.args.iter_mut().nth(at) {
                *copied = Expr::Verbatim(value);
            }
            copy.into_token_stream()
        };
        self.given(argument, Some(&question));
    }

    /// Which of the arguments is a handle, if it is one and the others can be written twice.
    pub(super) fn only_handle(&self, arguments: &Punctuated<Expr, Token![,]>) -> Option<usize> {
        let mut handles = arguments.iter().enumerate().filter(|(_, it)| self.has_handle(it));
        let (Some((at, _)), None) = (handles.next(), handles.next()) else { return None };
        let mut others = arguments.iter().enumerate().filter(|(other, _)| *other != at);
        others.all(|(_, other)| is_simple(other)).then_some(at)
    }

    // Input
    //     S { a: HANDLE, b }
    //
    // Output
    //     let __place0 = P::place();
    //     let __given1 = P::place();
    //     if false { loop {} P::same_place(__given1, S { a: P::given_of(__place0), b: P::any() }); }
    //     P::same_place(__given1, S { a: match HANDLE { .. }, b })
    pub(super) fn given_to_field(&mut self, expr: &mut Expr) {
        let Expr::Struct(literal) = &*expr else { return };
        let mut fields = literal.fields.iter().map(|field| &field.expr);
        // A temporary may live as long as a binding.
        let is_extending = literal.fields.iter().any(|it| matches!(it.expr, Expr::Reference(_)));
        if self.places.is_none() || is_extending || !fields.any(|field| self.has_handle(field)) {
            return;
        }
        let original = expr.clone();
        let number = self.number(&original);
        let Expr::Struct(literal) = expr else { return };
        let at = span::glue(span::ends(&literal.path).0);
        let whole = format_ident!("__given{number}", span = span::hidden(at));
        let p = self.private.at(at);
        let mut copy = ExprStruct { attrs: Vec::new(), ..literal.clone() };
        let mut places = vec![quote_spanned!(at=> let #whole = #p::place();)];
        for (field, copied) in literal.fields.iter_mut().zip(&mut copy.fields) {
            let (value, place) = self.given(&mut field.expr, None);
            copied.attrs.retain(is_cfg);
            copied.expr = Expr::Verbatim(value);
            for field in [field, copied] {
                if let Member::Named(_) = field.member {
                    field.colon_token.get_or_insert(Token![:](at));
                }
            }
            places.extend(place);
        }
        if let Some(rest) = &mut copy.rest {
            **rest = Expr::Verbatim(quote_spanned!(at=> #p::any()));
        }
        let copy = quote_spanned!(at=> #p::seen(#p::same_place(#whole, #copy)););
        places.push(dead(&copy, at));
        let same = Expr::Verbatim(quote_spanned!(at=> #p::same_place));
        let whole = Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path: whole.into() });
        let literal = std::mem::replace(expr, Expr::PLACEHOLDER);
        *expr = Expr::Call(ExprCall {
            attrs: Vec::new(),
            func: Box::new(same),
            paren_token: token::Paren(at),
            args: [whole, literal].into_iter().collect(),
        });
        self.in_front_of_all(places);
    }

    // Input
    //     HANDLES.map(CALLEE)
    //
    // Output
    //     HANDLES.map(|__item| CALLEE(__item))
    pub(super) fn called_by_map(&mut self, expr: &mut Expr) {
        let Expr::MethodCall(call) = expr else { return };
        if call.method != "map" || !self.handles.are_in(&call.receiver) {
            return;
        }
        let [Expr::Path(callee)] = &call.args.iter().collect::<Vec<_>>()[..] else { return };
        if takes_anything(&callee.path) || self.is_variable(callee) {
            return;
        }
        let at = span::ends(callee).0;
        let item = Ident::new(ITEM, span::hidden(at));
        let called: Expr = parse_quote_spanned!(span::glue(at)=> |#item| #callee(#item));
        call.args = std::iter::once(called).collect();
    }

    pub(super) fn has_handle(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Call(call) if is_some(call) => call.args.iter().any(|it| self.has_handle(it)),
            expr => self.is_handle(expr),
        }
    }

    /// Wraps the handle in the expression, and gives the expression as it is in the copy, and what has to
    /// stand in front if the question does not.
    pub(super) fn given(
        &mut self,
        expr: &mut Expr,
        question: Option<&dyn Fn(TokenStream) -> TokenStream>,
    ) -> (TokenStream, Option<TokenStream>) {
        let at = span::glue(span::ends(&*expr).0);
        let private = self.private;
        let p = private.at(at);
        let mut copy = expr.clone();
        let Some(handle) = self.handle_in(&mut copy) else {
            return (quote_spanned!(at=> #p::any()), None);
        };
        let number = self.number(&self.written(handle));
        let place = format_ident!("__place{number}", span = span::hidden(at));
        *handle = Expr::Verbatim(quote_spanned!(at=> #p::given_of(#place)));
        let copy = copy.into_token_stream();
        let tied = quote_spanned!(at=> let #place = #p::place(););
        let asked = match question {
            None => place.to_token_stream(),
            Some(question) => {
                let question = question(copy.clone());
                let dead = dead(&quote_spanned!(at=> #p::seen(#question);), at);
                quote_spanned!(at=> { #tied #dead #place })
            }
        };
        let name = format_ident!("__begun{number}", span = span::hidden(at));
        let given = quote_spanned!(at=> #p::given(#asked, &#name).give(#name));
        if let Some(handle) = self.handle_in(expr) {
            let value = std::mem::replace(handle, Expr::PLACEHOLDER);
            *handle = one(Vec::new(), value, name, Expr::Verbatim(given), at);
        }
        (copy, Some(tied))
    }

    /// The handle as the user wrote it.
    pub(super) fn written(&self, handle: &Expr) -> Expr {
        restored(&self.originals, handle).unwrap_or_else(|| handle.clone())
    }

    pub(super) fn in_front_of_all(&mut self, places: Vec<TokenStream>) {
        if let Some(front) = &mut self.places {
            front.extend(places.into_iter().map(generated));
        }
    }

    /// It is no function, as far as the spelling says it.
    fn is_variable(&self, callee: &ExprPath) -> bool {
        callee
            .path
            .get_ident()
            .is_some_and(|name| self.variables.contains(&name.unraw().to_string()))
    }
}

/// A spawn that is rewritten.
fn has_spawn(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(name) => {
            let name = name.to_string();
            ["__child", "__spawner"].iter().any(|prefix| name.starts_with(prefix))
        }
        TokenTree::Group(group) => has_spawn(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What can be written twice.
pub(super) fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::MethodCall(call) => is_simple(&call.receiver) && call.args.iter().all(is_simple),
        Expr::Call(call) => is_simple(&call.func) && call.args.iter().all(is_simple),
        Expr::Reference(reference) => is_simple(&reference.expr),
        Expr::Try(tried) => is_simple(&tried.expr),
        Expr::Cast(cast) => is_simple(&cast.expr),
        Expr::Unary(unary) => is_simple(&unary.expr),
        Expr::Binary(binary) => is_simple(&binary.left) && is_simple(&binary.right),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_simple),
        Expr::Macro(called) => {
            let is_value = ["format", "vec"].iter().any(|name| called.mac.path.is_ident(name));
            is_value && !waits(expr)
        }
        Expr::Closure(closure) => closure.asyncness.is_none() && !waits(&closure.body),
        expr => is_place(expr),
    }
}

fn is_any(function: &str) -> bool {
    ["Ok", "Some", "Err", "drop", "forget", "block_on"].contains(&function)
        || SPAWNS.contains(&function)
}

/// What it is given may be of any type.
fn takes_anything(callee: &Path) -> bool {
    let names: Vec<String> = callee.segments.iter().map(|it| it.ident.to_string()).collect();
    match &names[..] {
        [.., name] if is_any(name) => true,
        [.., ty, _] => ["Box", "Arc", "Rc", "Pin", "Option", "Mutex", "Cell", "RefCell", "Vec"]
            .contains(&ty.as_str()),
        _ => false,
    }
}
