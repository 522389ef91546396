//! Four helpers for spans, one for each intent.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

/// For code that stands at the user's place but is not the user's: no lint may fire on it.
pub(crate) fn glue(user: Span) -> Span {
    Span::call_site().located_at(user)
}

/// For a local that nobody may name.
pub(crate) fn hidden(user: Span) -> Span {
    Span::mixed_site().located_at(user)
}

/// The first and the last span of the user's code, for a check that should fail there. The two
/// together underline all of it, which joining spans does not on stable.
pub(crate) fn ends(user: impl ToTokens) -> (Span, Span) {
    let mut tokens = user.into_token_stream().into_iter();
    let first = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let last = tokens.last().map_or(first, |token| match token {
        TokenTree::Group(group) => group.span_close(),
        other => other.span(),
    });
    (first, last)
}

/// A block with the user's braces. By the edition of these the compiler tells when the temporaries of a
/// block's value are dropped, and that of a span of ours is our own.
pub(crate) fn in_braces(brace: syn::token::Brace, inner: &TokenStream) -> TokenStream {
    let mut block = TokenStream::new();
    brace.surround(&mut block, |block| block.extend(inner.clone()));
    block
}

/// Where a span is, as `file!()`, `line!()` and `column!()` would say it there. Literals, because
/// each of these would be a macro for the compiler to expand.
pub(crate) fn place(user: Span) -> (String, usize, usize) {
    if !proc_macro::is_available() {
        return (String::new(), 0, 0);
    }
    let span = user.unwrap();
    (span.file(), span.line(), span.column())
}

/// Whether a word occurs in the tokens, at any depth.
pub(crate) fn mentions(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(&group.stream(), word),
        _ => false,
    })
}

/// All names and keywords in the tokens, at any depth.
pub(crate) fn words(tokens: &TokenStream, words: &mut std::collections::BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => {
                words.insert(ident.to_string());
            }
            TokenTree::Group(group) => self::words(&group.stream(), words),
            _ => {}
        }
    }
}
