//! Finds the functions of a file that are to get attributes, in the order of the text.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{
    Attribute, ImplItemFn, ItemFn, Macro, Meta, Path, ReturnType, Signature, Token, TraitItemFn,
    Type,
};

use super::{Functions, Options};

/// A function that is asked for.
pub(super) struct Function {
    /// Where an attribute goes: a position in bytes, counted as the parser does.
    pub(super) start: usize,
    /// The last segments of the attributes it has.
    pub(super) attributes: Vec<String>,
}

pub(super) fn find(file: &syn::File, options: &Options) -> Vec<Function> {
    let mut finder = Finder { options, found: Vec::new() };
    finder.visit_file(file);
    finder.found.sort_by_key(|function| function.start);
    finder.found
}

struct Finder<'a> {
    options: &'a Options,
    found: Vec<Function>,
}

impl Finder<'_> {
    /// `head` is what stands between the attributes and the name.
    fn consider(
        &mut self,
        attributes: &[Attribute],
        head: TokenStream,
        sig: &Signature,
        body: impl ToTokens,
    ) {
        let asked_for = sig.asyncness.is_some()
            || match self.options.functions {
                Functions::Async => false,
                Functions::WithAsyncBlocks => sig.constness.is_none() && has_async(&body),
                Functions::All => sig.constness.is_none(),
            };
        let names = &self.options.using;
        if !asked_for
            || self.options.only_result && !returns_result(sig)
            || !names.is_empty() && !names_any(body.to_token_stream(), names)
        {
            return;
        }
        let below_docs = attributes
            .iter()
            .find(|attribute| !attribute.path().is_ident("doc"))
            .map(|attribute| attribute.pound_token.spans[0])
            .or_else(|| head.into_iter().next().map(|first| first.span()));
        let Some(span) = below_docs else { return };
        let mut names = Vec::new();
        for attribute in attributes {
            names_of(&attribute.meta, &mut names);
        }
        self.found.push(Function { start: span.byte_range().start, attributes: names });
    }

    /// A macro of items: what is plain items in it.
    fn items_in(&mut self, tokens: TokenStream) {
        if let Ok(file) = syn::parse2::<syn::File>(tokens.clone()) {
            self.visit_file(&file);
            return;
        }
        // The arms of `cfg_if!`.
        for token in tokens {
            if let TokenTree::Group(group) = token
                && group.delimiter() == Delimiter::Brace
                && let Ok(file) = syn::parse2::<syn::File>(group.stream())
            {
                self.visit_file(&file);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        let head = head(&item.vis, &item.modifiers, &item.sig);
        self.consider(&item.attrs, head, &item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        let head = head(&item.vis, &item.modifiers, &item.sig);
        self.consider(&item.attrs, head, &item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            let head = head(&syn::Visibility::Inherited, &item.modifiers, &item.sig);
            self.consider(&item.attrs, head, &item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        let Macro { path, tokens, .. } = &item.mac;
        if item.ident.is_none() && last_segment(path).starts_with("cfg_") {
            self.items_in(tokens.clone());
        }
    }
}

fn head(vis: &syn::Visibility, modifiers: &syn::FnModifiers, sig: &Signature) -> TokenStream {
    let mut head = vis.to_token_stream();
    modifiers.defaultness.to_tokens(&mut head);
    sig.to_tokens(&mut head);
    head
}

/// The names of an attribute, of what a `cfg_attr` may put in its place too.
fn names_of(meta: &Meta, names: &mut Vec<String>) {
    names.push(last_segment(meta.path()));
    if let Meta::List(list) = meta
        && list.path.is_ident("cfg_attr")
        && let Ok(metas) =
            list.parse_args_with(syn::punctuated::Punctuated::<Meta, Token![,]>::parse_terminated)
    {
        for meta in metas.iter().skip(1) {
            names_of(meta, names);
        }
    }
}

pub(super) fn last_segment(path: &Path) -> String {
    path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
}

fn returns_result(sig: &Signature) -> bool {
    matches!(&sig.output, ReturnType::Type(_, output) if matches!(
        &**output,
        Type::Path(path) if last_segment(&path.path).ends_with("Result")
    ))
}

/// One of the names stands somewhere among the tokens, in functions within too.
fn names_any(tokens: TokenStream, names: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => names_any(group.stream(), names),
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// `async { … }`, `async move { … }` or `async |…|` somewhere among the tokens. Functions within count:
/// nobody loses by an attribute more.
fn has_async(body: &impl ToTokens) -> bool {
    fn any(tokens: TokenStream) -> bool {
        let mut after_async = false;
        tokens.into_iter().any(|token| {
            let was = std::mem::replace(
                &mut after_async,
                matches!(&token, TokenTree::Ident(ident) if ident == "async"),
            );
            match token {
                TokenTree::Group(group) => was || any(group.stream()),
                TokenTree::Ident(ident) => was && ident == "move",
                TokenTree::Punct(punct) => was && punct.as_char() == '|',
                TokenTree::Literal(_) => false,
            }
        })
    }
    any(body.to_token_stream())
}
