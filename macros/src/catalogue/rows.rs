//! What the rows become in the run-time crate: a module each, with the error's text and the types the
//! row is about. So an annotated function has to name the row only.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Type;
use syn::visit_mut::VisitMut as _;

use super::{Row, active};
use crate::catalogue;
use crate::rewrite::Parameters;

// For each row
//
//     #[doc(hidden)]
//     pub mod flume_Receiver_recv_0 {
//         #[diagnostic::on_unimplemented(message = "..", label = "..", note = "..", note = "..")]
//         pub trait NonBlocking { fn check<Answer>(_verdict: Verdict<Self, Answer>) {} }
//         impl NonBlocking for No {}
//         pub struct On;                                   // if it is about types
//         pub fn called<T: ?Sized>(on: Slot<T>) -> Called<On, T, ()> { .. }
//         impl<T> Listed<On> for ::flume::Receiver<T> {}
//     }
pub(crate) fn rows() -> TokenStream {
    active().map(|row| module(&row)).collect()
}

/// The module of a row.
pub(crate) fn name(row: &Row, at: Span) -> Ident {
    Ident::new(&row.identifier(), at)
}

fn module(row: &Row) -> TokenStream {
    let name = name(row, Span::call_site());
    let asked = Ident::new(row.asked(), Span::call_site());
    let (message, label) = (row.message(), row.label());
    let (why, write) = (format!("why: {}", row.why), format!("write: {}", row.write));
    let (on, listed) = match row.types() {
        [] => (None, TokenStream::new()),
        types => (
            Some(quote! {
                pub struct On;

                pub fn called<T: ?Sized>(on: Slot<T>) -> Called<On, T, ()> {
                    super::super::verdict::called(of(), on, tied(&()))
                }
            }),
            types.iter().map(|ty| listed(ty)).collect::<TokenStream>(),
        ),
    };
    quote! {
        #[allow(non_snake_case)]
        pub mod #name {
            #[allow(unused_imports)]
            use super::super::verdict::{Called, Listed, No, Verdict, of, tied};
            #[allow(unused_imports)]
            use crate::guard::verdict::Slot;

            #[diagnostic::on_unimplemented(
                message = #message,
                label = #label,
                note = #why,
                note = #write
            )]
            pub trait #asked {
                fn check<Answer>(_verdict: Verdict<Self, Answer>) {}
            }

            #[diagnostic::do_not_recommend]
            impl #asked for No {}

            #on
            #listed
        }
    }
}

// impl<'a, T> Listed<On> for ::a::Type<'a, T> {}
fn listed(ty: &str) -> TokenStream {
    let cfg = catalogue::condition(ty, Span::call_site());
    let ty = ty.replace("impl Blocking", "impl Listed<On>");
    let colons = quote!(::);
    let qualified = qualified(&ty, &colons, Span::call_site());
    let mut ty: Type = syn::parse2(qualified).expect("a type of the catalogue cannot be read");
    let mut parameters = Parameters::default();
    parameters.visit_type_mut(&mut ty);
    let Parameters { lifetimes, types } = parameters;
    quote!(#cfg impl<#(#lifetimes,)* #(#types,)*> Listed<On> for #ty {})
}

/// The tokens of a path or type of the catalogue, with `prefix` in front of each crate's name.
pub(crate) fn qualified(text: &str, prefix: &TokenStream, at: Span) -> TokenStream {
    let tokens = text.parse().expect("a path of the catalogue cannot be read");
    with_prefix(tokens, prefix, at)
}

fn with_prefix(tokens: TokenStream, prefix: &TokenStream, at: Span) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut is_inside = false;
    while let Some(mut token) = tokens.next() {
        match &token {
            TokenTree::Ident(_) if !is_inside && is_colon(tokens.peek()) => {
                out.extend(prefix.clone());
                is_inside = true;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => is_inside = true,
            TokenTree::Group(group) => {
                let inner = with_prefix(group.stream(), prefix, at);
                token = TokenTree::Group(Group::new(group.delimiter(), inner));
                is_inside = false;
            }
            _ => is_inside = false,
        }
        token.set_span(at);
        out.extend([token]);
    }
    out
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}
