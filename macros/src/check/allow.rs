//! `#[asyncward::allow(RULE, reason = "…")]`, whatever the rule.

use proc_macro2::TokenTree;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Ident, LitStr, Meta, Token};

/// Whether it is one for that rule, under whatever name the crate is known.
pub(super) fn is_of(attribute: &Attribute, rule: &str) -> bool {
    let segments = &attribute.path().segments;
    let is_allow = segments.len() > 1 && segments.last().is_some_and(|last| last.ident == "allow");
    is_allow
        && matches!(&attribute.meta, Meta::List(list) if matches!(
            list.tokens.clone().into_iter().next(),
            Some(TokenTree::Ident(name)) if name == rule
        ))
}

pub(super) fn has_reason(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let read = |input: ParseStream<'_>| {
        input.parse::<Ident>()?;
        input.parse::<Token![,]>()?;
        let key: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(key == "reason" && !text.value().trim().is_empty() && input.is_empty())
    };
    read.parse2(list.tokens.clone()).unwrap_or(false)
}
