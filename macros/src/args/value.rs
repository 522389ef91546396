//! The options of `#[value_future]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, Path, Token};

use super::{Known, at_end, duplicate, path, skip, unknown, valueless};
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
    let mut options = Options::default();
    let parser = |input: ParseStream<'_>| {
        read(input, &mut options, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    options
}

fn read(input: ParseStream<'_>, options: &mut Options, report: &mut Report) {
    let mut seen: Vec<Ident> = Vec::new();
    while !input.is_empty() {
        // `?Send`, as `#[async_trait]` has it.
        let key = if input.peek(Token![?]) {
            not_send(input).map(|span| Ident::new("local", span))
        } else {
            Ident::parse_any(input)
        };
        match key {
            Ok(key) if seen.contains(&key) => {
                duplicate(&key, report);
                skip(input);
            }
            Ok(key) => {
                option(&key, input, options, report);
                seen.push(key);
            }
            Err(error) => {
                malformed(error.span(), report);
                skip(input);
            }
        }
        if !at_end(input) {
            malformed(input.span(), report);
            skip(input);
        }
        let _comma = input.parse::<Option<Token![,]>>();
    }
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
        "crate" if input.peek(Token![=]) => {
            let value = input.parse::<Token![=]>().and_then(|_| input.parse::<Expr>());
            match value {
                Ok(value) => options.krate = path(value, report),
                Err(_) => valueless(NAME, &KNOWN[2], key, report),
            }
        }
        "crate" => valueless(NAME, &KNOWN[2], key, report),
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
