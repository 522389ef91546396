//! Awaits in macros that take expressions: `format!`, `vec!`, `assert!`, tracing events.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut as _;
use syn::{Expr, Ident, LitStr, Macro, Result, Token};

use super::awaits::Rewriter;
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
        while !input.is_empty() {
            prefix(input, &mut out)?;
            let mut argument: Expr = input.parse()?;
            let is_only = first && is_last(input);
            let text = (is_only && matches!(name, "assert" | "debug_assert")).then(|| {
                let text = text::of(argument.to_token_stream(), WHOLE);
                let message = format!("assertion failed: {text}");
                quote_spanned!(span::glue(argument.span())=> , "{}", #message)
            });
            // `ensure!` takes its only argument apart, to say the values of both sides.
            if !(is_only && name == "ensure") {
                self.visit_expr_mut(&mut argument);
            }
            argument.to_tokens(&mut out);
            text.to_tokens(&mut out);
            first = false;
            if name == "matches" {
                // A pattern is left, not expressions.
                out.extend(input.parse::<TokenStream>()?);
            } else if input.peek(Token![,]) {
                input.parse::<Token![,]>()?.to_tokens(&mut out);
            } else if input.peek(Token![;]) {
                input.parse::<Token![;]>()?.to_tokens(&mut out);
            } else if !input.is_empty() {
                return Err(input.error("not an argument"));
            }
        }
        Ok(out)
    }
}

fn is_last(input: ParseStream<'_>) -> bool {
    let rest = input.fork();
    let _comma = rest.parse::<Option<Token![,]>>();
    rest.is_empty()
}

/// `name =`, `a.b =`, `"name" =`, `target:`, `%` and `?`.
fn prefix(input: ParseStream<'_>, out: &mut TokenStream) -> Result<()> {
    let ahead = input.fork();
    let mut length = 1;
    if ahead.peek(Ident::peek_any) {
        ahead.call(Ident::parse_any)?;
        while ahead.peek(Token![.]) && ahead.peek2(Ident::peek_any) {
            ahead.parse::<Token![.]>()?;
            ahead.call(Ident::parse_any)?;
            length += 2;
        }
    } else if ahead.peek(LitStr) {
        ahead.parse::<LitStr>()?;
    } else {
        length = 0;
    }
    let is_name = ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>])
        || ahead.peek(Token![:]) && !ahead.peek(Token![::]);
    if length > 0 && is_name {
        for _ in 0..=length {
            out.extend([input.parse::<TokenTree>()?]);
        }
    }
    if input.peek(Token![%]) || input.peek(Token![?]) {
        out.extend([input.parse::<TokenTree>()?]);
    }
    Ok(())
}
