//! Paths to what the run-time crate has for the rewritten code.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::Path;

use crate::span;

/// `::asyncward::__private`, or the same of the path the user gave.
pub(crate) struct Private {
    krate: Option<Path>,
}

impl Private {
    pub(crate) fn new(krate: Option<Path>) -> Private {
        Private { krate }
    }

    /// The path, with the span of where it stands.
    pub(crate) fn at(&self, span: Span) -> At<'_> {
        At { private: self, first: span, rest: span }
    }

    /// The path as the user wrote it, with the user's spans: if there is nothing of that name, the
    /// compiler says it there.
    pub(crate) fn as_written(&self, span: Span) -> TokenStream {
        match &self.krate {
            Some(path) => quote!(#path::__private),
            None => self.at(span).into_token_stream(),
        }
    }

    /// A call of a member whose check may fail. All of it stands on the user's code from `first` to
    /// `last`, so that errors underline that and equal ones are told once.
    pub(crate) fn check(
        &self,
        member: &[&str],
        argument: impl ToTokens,
        ends: (Span, Span),
    ) -> TokenStream {
        let last = self.ends(ends).1;
        let mut tokens = self.path(member, ends);
        let mut arguments = Group::new(Delimiter::Parenthesis, argument.into_token_stream());
        arguments.set_span(last);
        tokens.append(arguments);
        tokens
    }

    /// The path of a member whose check may fail.
    pub(crate) fn path(&self, member: &[&str], ends: (Span, Span)) -> TokenStream {
        let (first, last) = self.ends(ends);
        let mut tokens = TokenStream::new();
        At { private: self, first, rest: last }.to_tokens(&mut tokens);
        for name in member {
            colons(last, &mut tokens);
            tokens.append(Ident::new(name, last));
        }
        tokens
    }

    fn ends(&self, (first, last): (Span, Span)) -> (Span, Span) {
        // A path that is not absolute may be reported as superfluous where it looks written.
        match self.krate {
            Some(_) => (span::glue(first), span::glue(last)),
            None => (first, last),
        }
    }
}

/// Written token by token: to join streams is slow in a real compiler.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    private: &'a Private,
    first: Span,
    rest: Span,
}

impl ToTokens for At<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.private.krate {
            Some(path) => tokens.append_all(path.to_token_stream().into_iter().map(|mut token| {
                token.set_span(match &token {
                    // Only it means something else where it is not written.
                    TokenTree::Ident(ident) if ident == "$crate" => {
                        ident.span().located_at(self.rest)
                    }
                    _ => self.rest,
                });
                token
            })),
            None => {
                colons(self.first, tokens);
                tokens.append(Ident::new("asyncward", self.rest));
            }
        }
        colons(self.rest, tokens);
        tokens.append(Ident::new("__private", self.rest));
    }
}

fn colons(span: Span, tokens: &mut TokenStream) {
    for spacing in [Spacing::Joint, Spacing::Alone] {
        let mut colon = Punct::new(':', spacing);
        colon.set_span(span);
        tokens.append(colon);
    }
}
