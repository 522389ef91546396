//! Reading macros that take expressions: `format!`, `vec!`, `assert!`, tracing events.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Expr, Ident, LitStr, Result, Token};

/// One argument, and the tokens around it that belong to it.
pub(crate) struct Argument {
    pub(crate) prefix: TokenStream,
    pub(crate) expr: Expr,
    /// The separator behind it, or what is no expression any more.
    pub(crate) rest: TokenStream,
    pub(crate) is_last: bool,
}

/// Reads all arguments of the macro of that name.
pub(crate) fn read(name: &str, input: ParseStream<'_>) -> Result<Vec<Argument>> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        let mut prefix = TokenStream::new();
        read_prefix(input, &mut prefix)?;
        let expr: Expr = input.parse()?;
        let mut rest = TokenStream::new();
        if name == "matches" {
            // A pattern is left, not expressions.
            rest = input.parse()?;
        } else if input.peek(Token![,]) {
            input.parse::<Token![,]>()?.to_tokens(&mut rest);
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?.to_tokens(&mut rest);
        } else if !input.is_empty() {
            return Err(input.error("not an argument"));
        }
        arguments.push(Argument { prefix, expr, rest, is_last: input.is_empty() });
    }
    Ok(arguments)
}

/// `name =`, `a.b =`, `"name" =`, `target:`, `%` and `?`.
fn read_prefix(input: ParseStream<'_>, out: &mut TokenStream) -> Result<()> {
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
