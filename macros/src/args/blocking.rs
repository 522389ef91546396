//! The options of `#[no_blocking]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token, parenthesized, token};

use super::{Known, at_end, duplicate, path, skip, unknown, valueless};
use crate::catalogue::Group;
use crate::report::{Finding, Report};

const NAME: &str = "no_blocking";

const KNOWN: &[Known] = &[
    Known { name: "also", example: "also(cpu, my_db::query_sync)" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// Groups of the catalogue that count too.
    pub(crate) groups: Vec<Group>,
    /// Functions that count too.
    pub(crate) also: Vec<Path>,
    /// Whether calls are asked for `#[asyncward::blocking]`, which takes the compiler time.
    pub(crate) marks: bool,
    pub(crate) krate: Option<Path>,
}

impl Options {
    /// Those of an attribute that brings this one along.
    pub(crate) fn of(krate: Option<Path>) -> Options {
        Options { krate, ..Options::default() }
    }
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    let mut options = Options { marks: true, ..Options::default() };
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
        match Ident::parse_any(input) {
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

fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, report: &mut Report) {
    match key.to_string().as_str() {
        "also" if input.peek(token::Paren) => match paths(input) {
            Ok(paths) => paths.into_iter().for_each(|path| also(path, options)),
            Err(error) => report.at(
                error.span(),
                &Finding {
                    what: &format!("what is in `also` cannot be read: {error}"),
                    why: "it lists groups of calls, which are `cpu` and `contention`, and paths of functions that block",
                    write: "`#[no_blocking(also(cpu, my_db::query_sync))]`",
                },
            ),
        },
        "also" => {
            malformed(key.span(), report);
            skip(input);
        }
        "crate" if input.peek(Token![=]) => {
            let value = input.parse::<Token![=]>().and_then(|_| input.parse::<Expr>());
            match value {
                Ok(value) => options.krate = path(value, report),
                Err(_) => valueless(NAME, &KNOWN[1], key, report),
            }
        }
        "crate" => valueless(NAME, &KNOWN[1], key, report),
        _ => {
            unknown(NAME, KNOWN, key, report);
            skip(input);
        }
    }
}

fn paths(input: ParseStream<'_>) -> syn::Result<Punctuated<Path, Token![,]>> {
    let content;
    parenthesized!(content in input);
    Punctuated::parse_terminated(&content)
}

fn also(path: Path, options: &mut Options) {
    if path.is_ident("cpu") {
        options.groups.push(Group::Cpu);
    } else if path.is_ident("contention") {
        options.groups.push(Group::Contention);
    } else {
        options.also.push(path);
    }
}

fn malformed(at: Span, report: &mut Report) {
    report.at(
        at,
        &Finding {
            what: "this is no option of `#[no_blocking]`",
            why: "the options are `also(..)` and `crate = PATH`, with commas between",
            write: "`#[no_blocking(also(cpu, my_db::query_sync))]`",
        },
    );
}
