//! `#[value_future]`: the first part of a body runs at the call, the rest is boxed if it is needed.

mod signature;
mod split;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAsync, ItemFn, ReturnType, Stmt, TraitItemFn, Type, Visibility};

use super::awaits::{Outcome, Rewriter};
use super::private::Private;
use super::spawns::Originals;
use super::{Begin, generated, outcome, parameters};
use crate::args::value::Options;
use crate::check::cancellable::Plan;
use crate::span;
pub(crate) use signature::by_hand;
pub(crate) use split::{Cut, cut, first_await, has_unknown_macro};

/// The names of what the run-time crate has, for futures that are `Send` and for others.
struct Names {
    future: &'static str,
    rest: &'static str,
    eager: &'static str,
}

const SEND: Names = Names { future: "ValueFuture", rest: "Rest", eager: "eager" };

const LOCAL: Names = Names { future: "LocalValueFuture", rest: "LocalRest", eager: "eager_local" };

impl Names {
    fn of(options: &Options) -> &'static Names {
        if options.local { &LOCAL } else { &SEND }
    }
}

// Input
//     async fn f(&self, a: A) -> R;
//
// Output
//     fn f(&self, a: A) -> P::ValueFuture<'_, R>;
pub(crate) fn declaration(mut method: TraitItemFn, options: &Options) -> TokenStream {
    if method.sig.asyncness.is_none() {
        by_hand(&mut method.sig);
        return method.into_token_stream();
    }
    let private = Private::new(options.krate.clone());
    signature::rewrite(&mut method.sig, false, &private, Names::of(options).future);
    method.into_token_stream()
}

// Input
//     async fn f(&self, a: A) -> R { FIRST; REST }
//
// after `cut`
//     async fn f(&self, a: A) -> R { FIRST; #[mark] async move { let a = a; REST } }
//
// Output
//     fn f(&self, a: A) -> P::ValueFuture<'_, R> {
//         let __rest = &P::Rest::empty();
//         P::eager(__rest, async move {
//             if let P::Some(__output) = P::None::<R> { return __output; }
//             let a = a;
//             FIRST;
//             P::Rest::put(__rest, async move { if let ..; let a = a; REST }).await
//         })
//     }
//
// and of a lazy one
//     fn f(&self, a: A) -> P::ValueFuture<'_, R> {
//         P::ValueFuture::boxed(async move { if let ..; let a = a; BODY })
//     }
pub(crate) fn value(
    mut item: ItemFn,
    options: &Options,
    cut: &Cut,
    plan: Option<Plan>,
) -> TokenStream {
    let private = Private::new(options.krate.clone());
    let names = Names::of(options);
    let name = item.sig.ident.span();
    let at = span::glue(name);
    let p = private.at(at);
    let hidden = Ident::new("__rest", span::hidden(name));
    let output = match &item.sig.output {
        ReturnType::Type(_, output) => Some((**output).clone()),
        ReturnType::Default => None,
    };
    let typed = output.and_then(|output| typed(&private, output, name));
    // The checkpoints of a lazy body are in it already.
    let cancel = plan.map(|plan| Cancel::new(plan, &mut item));
    let parameters = parameters::rebound(&mut item.sig, &TokenStream::new());
    let is_public = !matches!(item.vis, Visibility::Inherited);
    signature::rewrite(&mut item.sig, is_public, &private, names.future);
    let stmts = std::mem::take(&mut item.block.stmts);
    let (rest, eager) = (Ident::new(names.rest, at), Ident::new(names.eager, at));
    let brace = item.block.brace_token;
    let body = if options.lazy {
        let future = Ident::new(names.future, at);
        let block = span::in_braces(brace, &quote!(#typed #parameters #(#stmts)*));
        quote_spanned!(at=> #p::#future::boxed(async move #block))
    } else {
        let mut put = Put { private: &private, rest, hidden, typed, cancel, cut, brace };
        let mut block = Block { brace_token: syn::token::Brace(at), stmts };
        put.visit_block_mut(&mut block);
        let (Put { rest, hidden, typed, cancel, .. }, stmts) = (put, block.stmts);
        let prologue = cancel.as_ref().and_then(Cancel::at_the_call);
        let block = span::in_braces(brace, &quote!(#typed #parameters #prologue #(#stmts)*));
        let mut first = quote_spanned!(at=> async move #block);
        if is_watched(cut) {
            let no_await = no_await(name);
            let watched = quote_spanned! {at=>
                let #no_await = #p::NoAwait;
                #typed #parameters #prologue #(#stmts)*
            };
            let block = span::in_braces(brace, &watched);
            first = quote_spanned!(at=> #p::watched(async move #block));
        }
        quote_spanned! {at=>
            let #hidden = &#p::#rest::empty();
            #p::#eager(#hidden, #first)
        }
    };
    if cut.has_mut {
        item.attrs.push(syn::parse_quote_spanned!(at=> #[allow(unused_mut)]));
    }
    if cut.awaits {
        // What looks to clippy like a guard over the `.await` behind `put` is gone at once.
        item.attrs.push(syn::parse_quote_spanned! {at=>
            #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
        });
    }
    item.block.stmts = vec![generated(body)];
    item.into_token_stream()
}

/// Gives an `async` block its type. That of one without a value is known.
fn typed(private: &Private, output: Type, name: Span) -> Option<TokenStream> {
    let is_unit = matches!(&output, Type::Tuple(tuple) if tuple.elems.is_empty());
    (!is_unit).then(|| super::fake_return(private, output, name))
}

/// A macro of the first part may await behind our back.
fn is_watched(cut: &Cut) -> bool {
    cut.awaits && cut.has_unknown_macro
}

/// What is alive where nothing may be awaited.
fn no_await(name: Span) -> Ident {
    Ident::new("__no_await", span::hidden(name))
}

/// What `#[cancellable]` adds.
struct Cancel {
    private: Private,
    name: Ident,
    outcome: Outcome,
    root: Option<TokenStream>,
}

impl Cancel {
    fn new(plan: Plan, item: &mut ItemFn) -> Cancel {
        let private = Private::new(plan.krate);
        let output = match &item.sig.output {
            ReturnType::Type(_, output) => Some((**output).clone()),
            ReturnType::Default => None,
        };
        let outcome = outcome(plan.on_cancel, item, output.as_ref());
        let root = plan.root.map(|root| {
            let Begin { token, timeout, .. } = &Begin::new(&private, root, item);
            quote!(#token, #timeout)
        });
        Cancel { name: item.sig.ident.clone(), outcome, root, private }
    }

    /// What stands in front of the first part. A root begins with the rest.
    fn at_the_call(&self) -> Option<TokenStream> {
        self.root.is_none().then(|| self.rewriter().prologue(self.name.span()))
    }

    fn rewriter(&self) -> Rewriter<'_> {
        Rewriter::new(&self.private, &self.name.unraw(), &self.outcome, Originals::NONE)
    }

    fn checkpoints(&self, stmts: &mut [Stmt]) {
        let mut rewriter = self.rewriter();
        stmts.iter_mut().for_each(|stmt| rewriter.visit_stmt_mut(stmt));
    }

    /// The rest of a body, with checkpoints, in a root of its own if there is to be one.
    fn rest(
        &self,
        typed: Option<&TokenStream>,
        mut stmts: Vec<Stmt>,
        brace: syn::token::Brace,
    ) -> TokenStream {
        self.checkpoints(&mut stmts);
        let Some(root) = &self.root else { return quote!(#(#stmts)*) };
        let at = span::glue(self.name.span());
        let (p, prologue) = (self.private.at(at), self.rewriter().prologue(self.name.span()));
        let block = span::in_braces(brace, &quote!(#typed #prologue #(#stmts)*));
        quote_spanned!(at=> #p::root(#root, async move #block).await)
    }
}

/// Puts each marked block where the future finds it.
struct Put<'a> {
    private: &'a Private,
    rest: Ident,
    hidden: Ident,
    typed: Option<TokenStream>,
    cancel: Option<Cancel>,
    cut: &'a Cut,
    /// Those of the function's body.
    brace: syn::token::Brace,
}

impl Put<'_> {
    fn put(&self, block: ExprAsync) -> TokenStream {
        let ExprAsync { async_token, capture, block, .. } = block;
        let at = async_token.span;
        let (p, typed) = (self.private.at(at), &self.typed);
        let (rest, hidden) = (Ident::new(&self.rest.to_string(), at), &self.hidden);
        let body = match &self.cancel {
            Some(cancel) => cancel.rest(typed.as_ref(), block.stmts, self.brace),
            None => {
                let stmts = block.stmts;
                quote!(#(#stmts)*)
            }
        };
        let block = span::in_braces(self.brace, &quote!(#typed #body));
        let put = quote_spanned!(at=> #p::#rest::put(#hidden, #async_token #capture #block));
        if is_watched(self.cut) {
            let local = no_await(self.hidden.span());
            let left = Ident::new("__left", span::hidden(at));
            return quote_spanned! {at=>
                { let #left = #put; #p::drop(#local); #left }.await
            };
        }
        quote_spanned!(at=> #put.await)
    }
}

impl VisitMut for Put<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if split::is_marked(expr)
            && let Expr::Async(block) = std::mem::replace(expr, Expr::PLACEHOLDER)
        {
            *expr = Expr::Verbatim(self.put(block));
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
