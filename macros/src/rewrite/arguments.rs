//! Awaits in macros that take expressions: `format!`, `vec!`, `assert!`, tracing events.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut as _;
use syn::{Macro, Result};

use super::awaits::Rewriter;
use crate::body::arguments::{self, Argument};
use crate::body::text;
use crate::span;

/// More than anybody writes in an assertion.
const WHOLE: usize = 10_000;

impl Rewriter<'_> {
    /// Rewrites what the macro's arguments await. Tokens that cannot be read stay as they are.
    pub(super) fn arguments(&mut self, mac: &mut Macro) {
        if !span::mentions(&mac.tokens, "await") {
            return;
        }
        let name = mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let parser = |input: ParseStream<'_>| self.each_argument(&name, input);
        if let Ok(rewritten) = parser.parse2(mac.tokens.clone()) {
            mac.tokens = rewritten;
        }
    }

    fn each_argument(&mut self, name: &str, input: ParseStream<'_>) -> Result<TokenStream> {
        let mut out = TokenStream::new();
        let mut first = true;
        for Argument { prefix, mut expr, rest, is_last } in arguments::read(name, input)? {
            let is_only = first && is_last;
            let text = (is_only && matches!(name, "assert" | "debug_assert")).then(|| {
                let text = text::of(expr.to_token_stream(), WHOLE);
                let message = format!("assertion failed: {text}");
                quote_spanned!(span::glue(expr.span())=> , "{}", #message)
            });
            // `ensure!` takes its only argument apart, to say the values of both sides.
            if !(is_only && name == "ensure") {
                self.visit_expr_mut(&mut expr);
            }
            prefix.to_tokens(&mut out);
            expr.to_tokens(&mut out);
            text.to_tokens(&mut out);
            rest.to_tokens(&mut out);
            first = false;
        }
        Ok(out)
    }
}
