//! From a checked function to tokens. Nothing here fails.
//!
//! Everything goes through `__private` of the run-time crate, by paths that mean the same wherever
//! they stand.

mod arguments;
mod awaits;
mod boxing;
mod calls;
mod concurrent;
mod elided;
mod held;
mod parameters;
mod private;
mod scope;
mod spawns;
mod value;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, FnArg, Item, ItemFn, Meta, Pat, Path, ReturnType, Stmt, Token, Type,
    parse_quote_spanned,
};

use crate::args::cancellable::Timeout;
use crate::check;
use crate::check::cancellable::{Plan, Root, TokenSource};
use crate::item::{Function, Place};
use crate::span;
use awaits::{Outcome, Rewriter};
pub(crate) use boxing::ask;
pub(crate) use calls::{Waits, backpressure, blocking};
pub(crate) use elided::Parameters;
pub(crate) use held::lock;
pub(crate) use parameters::name_ignored;
pub(crate) use private::Private;
use scope::Around;
pub(crate) use spawns::{Originals, spawns};
pub(crate) use value::{Cut, by_hand, cut, declaration, first_await, has_unknown_macro, value};

// Input
//     async fn f(a: A) -> R { ITEMS; BODY }
//
// Output
//     async fn f(a: A) -> R {
//         ITEMS;
//         use P::Checkpoints as _;
//         let __frame = match P::Frame::enter(&SITE) { .. };
//         BODY
//     }
//
// Output of a root
//     async fn f(a: A, token: CancellationToken) -> R {
//         ITEMS;
//         P::root(P::Some(P::token(&token)), P::None, async move {
//             if let P::Some(__output) = P::None::<R> { return __output; }
//             let a = a;
//             use ..; let __frame = ..;
//             BODY
//         }).await
//     }
//
// and with `scope::Around` in place of the root, or in it, that of a scope.
pub(crate) fn finish(
    mut function: Function,
    plan: Option<Plan>,
    scoped: Option<check::scope::Plan>,
    spawned: &Originals,
) -> ItemFn {
    let name = function.item.sig.ident.clone();
    let output = function.output().cloned();
    let mut body = function.body.take().unwrap_or_default();

    let krate = plan.as_ref().and_then(|plan| plan.krate.clone());
    let krate = krate.or_else(|| scoped.as_ref().and_then(|plan| plan.krate.clone()));
    let private = Private::new(krate);
    let mut prologue = TokenStream::new();
    let mut root = None;
    if let Some(plan) = plan {
        let outcome = outcome(plan.on_cancel, &function.item, output.as_ref());
        let mut rewriter = Rewriter::new(&private, &name.unraw(), &outcome, spawned);
        for stmt in &mut body {
            rewriter.visit_stmt_mut(stmt);
        }
        prologue = rewriter.prologue(name.span());
        root = plan.root.map(|root| Begin::new(&private, root, &mut function.item));
    }
    let of_scope = Private::new(scoped.as_ref().and_then(|plan| plan.krate.clone()));
    let scope = scoped.map(|plan| Around::new(&of_scope, plan, &function.item, output.as_ref()));
    let is_moved = root.is_some() || scope.is_some();
    // Of a body that may never return, all that says the type is the signature.
    let is_unit = scope.is_some() && matches!(function.item.sig.output, ReturnType::Default);
    let output = output.or_else(|| is_unit.then(|| parse_quote_spanned!(name.span()=> ())));
    let fake_return = output.map(|output| fake_return(&private, output, name.span()));
    let awaited = |inside: &TokenStream| match (&scope, &root) {
        (Some(scope), root) => scope.awaited(root.as_ref(), inside),
        (None, Some(root)) => root.awaited(inside),
        (None, None) => inside.clone(),
    };
    match Place::find(&mut function.item) {
        Some(Place::Fn(block)) if !is_moved => {
            let inside = body.split_off(leading_items(&body));
            block.stmts = body;
            block.stmts.push(generated(quote!(#prologue #(#inside)*)));
        }
        Some(Place::Fn(block)) => {
            let inside = body.split_off(leading_items(&body));
            block.stmts = body;
            let of_root = root.as_ref().map(|Begin { token, timeout, .. }| quote!(#token #timeout));
            let of_scope = scope.as_ref().map(|scope| &scope.options);
            let options = quote!(#of_root #of_scope);
            let parameters = parameters::rebound(&mut function.item.sig, &options);
            let inside = quote!(#fake_return #parameters #prologue #(#inside)*);
            function.item.block.stmts.push(generated(awaited(&inside)));
        }
        Some(Place::Block(Expr::Async(block))) if !is_moved => {
            let inside = body.split_off(leading_items(&body));
            block.block.stmts = body;
            let inside = quote!(#fake_return #prologue #(#inside)*);
            block.block.stmts.push(generated(inside));
        }
        Some(Place::Block(Expr::Async(block))) => {
            let inside = body.split_off(handing_over(&body));
            let token_uses = root.as_ref().map(|root| &root.token_uses);
            let inside = quote!(#fake_return #(#body)* #token_uses #prologue #(#inside)*);
            block.block.stmts = vec![generated(awaited(&inside))];
            // The root's own block takes everything by value already.
            block.capture.get_or_insert(Token![move](span::glue(name.span())));
        }
        _ => {}
    }
    function.item
}

/// The attributes that were taken off the function are used still: their imports are no dead ones.
pub(crate) fn keep_imports(function: &mut Function, paths: &[Path]) {
    let at = span::glue(function.item.sig.ident.span());
    let body = function.body.as_mut().unwrap_or(&mut function.item.block.stmts);
    let uses = paths.iter().map(|path| {
        let import: Item = parse_quote_spanned!(at=> #[allow(unused_imports)] use #path as _;);
        Stmt::Item(import)
    });
    body.splice(..0, uses.collect::<Vec<_>>());
}

/// What a stopped function returns.
fn outcome(on_cancel: Option<Expr>, item: &ItemFn, output: Option<&Type>) -> Outcome {
    match (on_cancel, output, &item.sig.output) {
        // Clippy has something against `return ()`.
        (Some(Expr::Tuple(unit)), _, _) if unit.elems.is_empty() => Outcome::Value(None),
        (Some(value), _, _) => Outcome::Value(Some(value)),
        (None, Some(output), _) => Outcome::Error(span::ends(output)),
        (None, None, ReturnType::Type(_, declared)) => Outcome::Error(span::ends(declared)),
        (None, None, ReturnType::Default) => Outcome::Error(span::ends(&item.sig.ident)),
    }
}

/// How many statements in front are items. What is generated stands behind them.
fn leading_items(stmts: &[Stmt]) -> usize {
    stmts.iter().take_while(|stmt| matches!(stmt, Stmt::Item(_))).count()
}

/// How many statements in front are items, or what `#[async_trait]` puts there: it gives the block its
/// type, and hands the parameters over (`let token = token;`).
fn handing_over(stmts: &[Stmt]) -> usize {
    let items = leading_items(stmts);
    let is_typed = matches!(stmts.get(items), Some(Stmt::Expr(Expr::If(condition), _))
        if span::mentions(&condition.cond.to_token_stream(), "__ret"));
    if !is_typed {
        return items;
    }
    let hands_over = |stmt: &&Stmt| match stmt {
        Stmt::Local(local) => local
            .init
            .as_ref()
            .is_some_and(|init| init.diverge.is_none() && matches!(*init.expr, Expr::Path(_))),
        _ => false,
    };
    items + 1 + stmts[items + 1..].iter().take_while(hands_over).count()
}

fn generated(tokens: TokenStream) -> Stmt {
    Stmt::Item(Item::Verbatim(tokens))
}

/// Gives an `async` block the type that the signature says. A block has no place to write it, and
/// the `return`s in front of the body's own are of any error type.
fn fake_return(private: &Private, mut output: Type, name: Span) -> TokenStream {
    EraseImplTrait.visit_type_mut(&mut output);
    let at = span::glue(name);
    let p = private.at(at);
    let value = Ident::new("__output", span::hidden(name));
    quote_spanned!(at=> if let #p::Some(#value) = #p::None::<#output> { return #value; })
}

/// Replaces `impl Trait`, which cannot be written inside a body, by `_`.
struct EraseImplTrait;

impl VisitMut for EraseImplTrait {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::ImplTrait(named) = ty {
            let underscore_token = Token![_](span::glue(named.impl_token.span));
            *ty = Type::Infer(syn::TypeInfer { attrs: Vec::new(), underscore_token });
        } else if let Type::Never(never) = ty {
            // Not stable but in front of a body.
            let underscore_token = Token![_](span::glue(never.bang_token.span));
            *ty = Type::Infer(syn::TypeInfer { attrs: Vec::new(), underscore_token });
        } else {
            visit_mut::visit_type_mut(self, ty);
        }
    }
}

/// The beginning of a root: `P::root(TOKEN, TIMEOUT, `
struct Begin<'a> {
    private: &'a Private,
    at: Span,
    token: TokenStream,
    /// A use of each token parameter, which `#[async_trait]` binds again inside the root.
    token_uses: TokenStream,
    timeout: TokenStream,
    /// Those of the body.
    brace: syn::token::Brace,
}

impl<'a> Begin<'a> {
    fn new(private: &'a Private, root: Root, item: &mut ItemFn) -> Begin<'a> {
        let name = item.sig.ident.span();
        let mut token_uses = TokenStream::new();
        let token = match root.token {
            TokenSource::None => {
                let p = private.at(span::glue(name));
                quote!(#p::None)
            }
            TokenSource::Expression(token) => of_expression(private, &token),
            TokenSource::Parameters(parameters) => {
                let bound = parameters.iter().filter_map(|at| bind(item.sig.inputs.get_mut(*at)?));
                let bound: Vec<Parameter> = bound.collect();
                for Parameter { name, cfgs, .. } in &bound {
                    let at = span::glue(name.span());
                    token_uses.extend(quote_spanned!(at=> #(#cfgs)* let _ = &#name;));
                }
                of_parameters(private, &bound, name)
            }
        };
        let timeout = of_timeout(private, root.timeout, name);
        let brace = item.block.brace_token;
        Begin { private, at: span::glue(name), token, token_uses, timeout, brace }
    }

    fn awaited(&self, body: &TokenStream) -> TokenStream {
        let Begin { private, at, token, timeout, brace, .. } = self;
        let (p, block) = (private.at(*at), span::in_braces(*brace, body));
        quote_spanned!(*at=> #p::root(#token, #timeout, async move #block).await)
    }
}

/// The temporaries of the user's expression end in the block, in front of the root's await.
fn of_expression(private: &Private, token: &Expr) -> TokenStream {
    let ends = span::ends(token);
    let at = span::glue(ends.0);
    let (p, local) = (private.at(at), Ident::new("__token", span::hidden(ends.0)));
    let borrowed = Expr::Reference(syn::ExprReference {
        attrs: Vec::new(),
        and_token: Token![&](ends.0),
        mutability: None,
        expr: Box::new(token.clone()),
    });
    let converted = private.check(&["token"], borrowed, ends);
    quote_spanned!(at=> { let #local = #converted; #p::Some(#local) })
}

/// A token parameter, and the `#[cfg]`s that its use carries.
struct Parameter {
    name: Ident,
    cfgs: Vec<Attribute>,
    /// From one end of its type to the other.
    ty: (Span, Span),
}

impl Parameter {
    /// `P::token(&name)`. If it is no token after all, the type is what is wrong.
    fn token(&self, private: &Private) -> TokenStream {
        let name = &self.name;
        private.check(&["token"], quote_spanned!(self.ty.1=> &#name), self.ty)
    }
}

/// The name of a parameter, which it gets if it has none.
fn bind(input: &mut FnArg) -> Option<Parameter> {
    let FnArg::Typed(parameter) = input else { return None };
    let cfgs = parameters::cfgs(&parameter.attrs);
    let name = match &*parameter.pat {
        Pat::Ident(pat) => pat.ident.clone(),
        other => Ident::new("__token", span::hidden(span::ends(other).0)),
    };
    if let Pat::Wild(_) = &*parameter.pat {
        *parameter.pat = Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: None,
            ident: name.clone(),
            subpat: None,
        });
    }
    Some(Parameter { name, cfgs, ty: span::ends(&parameter.ty) })
}

fn of_parameters(private: &Private, parameters: &[Parameter], name: Span) -> TokenStream {
    let at = span::glue(name);
    let p = private.at(at);
    if let [parameter] = parameters
        && parameter.cfgs.is_empty()
    {
        let token = parameter.token(private);
        return quote_spanned!(at=> #p::Some(#token));
    }
    let local = Ident::new("__token", span::hidden(name));
    let lets = parameters.iter().map(|parameter| {
        let (token, cfgs) = (parameter.token(private), &parameter.cfgs);
        quote_spanned!(at=> #(#cfgs)* let #local = #p::Some(#token);)
    });
    let present = parameters.iter().map(|parameter| {
        let conditions = parameter.cfgs.iter().filter_map(|cfg| match &cfg.meta {
            Meta::List(list) => Some(&list.tokens),
            _ => None,
        });
        quote_spanned!(at=> all(#(#conditions),*))
    });
    quote_spanned!(at=> {
        #(#lets)*
        #[cfg(not(any(#(#present),*)))]
        let #local = #p::None;
        #local
    })
}

fn of_timeout(private: &Private, timeout: Option<Timeout>, name: Span) -> TokenStream {
    let at = span::glue(name);
    let p = private.at(at);
    match timeout {
        None => quote_spanned!(at=> #p::None),
        Some(Timeout::Nanos(nanos)) => quote_spanned!(at=> #p::Some(#p::nanos(#nanos))),
        Some(Timeout::Expression(timeout)) => {
            let local = Ident::new("__timeout", span::hidden(span::ends(&timeout).0));
            quote_spanned!(at=> #p::Some({ let #local: #p::Duration = #timeout; #local }))
        }
    }
}
