//! One file a rule. Besides the parsing of arguments the only place where errors are born.

mod allow;
pub(crate) mod blocking;
pub(crate) mod boxing;
pub(crate) mod cancellable;
pub(crate) mod lock;
pub(crate) mod mark;
pub(crate) mod placement;
pub(crate) mod scope;
pub(crate) mod value;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Attribute;
use syn::parse::{ParseStream, Parser as _};

/// What a message should underline of an item: neither its attributes nor its body.
fn head(tokens: &TokenStream) -> TokenStream {
    let skip_attributes = |input: ParseStream<'_>| {
        let _attributes = input.call(Attribute::parse_outer)?;
        input.parse::<TokenStream>()
    };
    let tokens = skip_attributes.parse2(tokens.clone()).unwrap_or_else(|_| tokens.clone());
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    tokens.into_iter().take_while(|token| !is_body(token)).collect()
}
