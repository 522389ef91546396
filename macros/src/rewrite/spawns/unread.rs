//! Spawns in macros that are not known.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Macro;

use super::calls::SPAWNS;
use crate::body::flow::shape;
use crate::span;

/// `tokio::spawn(` among the tokens of a macro, unless they are such as to make items, or more tokens.
pub(super) fn tokios_in(mac: &Macro) -> Option<TokenStream> {
    let name = shape::macro_name(mac);
    if name.contains("quote") || span::mentions(&mac.tokens, "fn") {
        return None;
    }
    find_tokios(&mac.tokens)
}

fn find_tokios(tokens: &TokenStream) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    (0..tokens.len()).find_map(|at| {
        if let TokenTree::Group(group) = &tokens[at] {
            return find_tokios(&group.stream());
        }
        let path: Vec<&TokenTree> =
            tokens[at..].iter().take_while(|token| is_of_path(token)).collect();
        let spelled: String = path.iter().map(ToString::to_string).collect();
        let is_called = matches!(tokens.get(at + path.len()), Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis);
        let is_tokios = SPAWNS
            .iter()
            .any(|spawn| spelled == format!("tokio::task::{spawn}") || spelled == "tokio::spawn");
        (is_called && is_tokios).then(|| path.into_iter().cloned().collect())
    })
}

fn is_of_path(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    }
}
