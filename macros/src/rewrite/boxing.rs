//! Asks the compiler whether what is boxed is std's `Ready`.

use proc_macro2::{Ident, Span};
use quote::{ToTokens as _, quote_spanned};
use syn::Expr;

use super::awaits::match_of;
use super::private::Private;
use crate::span;

// Input
//     ready(x)
//
// Output
//     match ready(x) { __value => { P::boxing(&__value).verdict().in_a_box(&__value); __value } }
//
// `in_a_box` has the span of the box, so that the compiler underlines both.
pub(crate) fn ask(private: &Private, future: &mut Expr, boxed: Span) {
    let ends = span::ends(&*future);
    let at = span::glue(ends.0);
    let value = Ident::new("__value", span::hidden(ends.0));
    let p = private.at(at);
    let shown = private.check(&["shown_box"], quote_spanned!(at=> &#value), ends);
    let in_a_box = Ident::new("in_a_box", boxed);
    let body = quote_spanned!(at=> {
        #p::boxing(&#value).verdict().#in_a_box(#shown);
        #value
    });
    let scrutinee = std::mem::replace(future, Expr::PLACEHOLDER);
    let arm = (value.into_token_stream(), body);
    *future = match_of(Vec::new(), scrutinee, [arm], (at, at));
}
