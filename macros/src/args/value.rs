//! The options of `#[value_future]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Path, Token};

use super::{Known, each_option, krate, skip, unknown};
use crate::report::{Finding, Report};

const NAME: &str = "value_future";

const KNOWN: &[Known] = &[
    Known { name: "lazy", example: "lazy" },
    Known { name: "local", example: "local" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// All of the body is boxed, nothing of it runs at the call.
    pub(crate) lazy: bool,
    /// What is boxed need not be `Send`.
    pub(crate) local: bool,
    pub(crate) krate: Option<Path>,
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    each_option(args, report, key, option, malformed)
}

/// `?Send`, as `#[async_trait]` has it, is another name of `local`.
fn key(input: ParseStream<'_>) -> syn::Result<Ident> {
    if input.peek(Token![?]) {
        return not_send(input).map(|span| Ident::new("local", span));
    }
    Ident::parse_any(input)
}

fn not_send(input: ParseStream<'_>) -> syn::Result<Span> {
    let question = input.parse::<Token![?]>()?.span;
    let bound: Ident = input.parse()?;
    if bound == "Send" { Ok(question) } else { Err(syn::Error::new(bound.span(), "not `Send`")) }
}

fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, report: &mut Report) {
    match key.to_string().as_str() {
        "lazy" => options.lazy = true,
        "local" => options.local = true,
        "crate" => options.krate = krate(NAME, &KNOWN[2], key, input, report),
        _ => {
            unknown(NAME, KNOWN, key, report);
            skip(input);
        }
    }
}

fn malformed(at: Span, report: &mut Report) {
    report.at(
        at,
        &Finding {
            what: "this is no option of `#[value_future]`",
            why: "the options are `lazy`, `local` (or `?Send`) and `crate = PATH`, with commas between",
            write: "`#[value_future(lazy)]`",
        },
    );
}
