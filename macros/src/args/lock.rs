//! The options of `#[no_lock_across_await]`.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Path, Type, token};

use super::{Known, each_option, krate, listed, skip, unknown};
use crate::report::{Finding, Report};

const NAME: &str = "no_lock_across_await";

const KNOWN: &[Known] = &[
    Known { name: "strict", example: "strict" },
    Known { name: "also", example: "also(my::Guard<'_, _>)" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// Guards of async mutexes count too.
    pub(crate) strict: bool,
    /// Types that count although nobody said so of them.
    pub(crate) also: Vec<Type>,
    pub(crate) krate: Option<Path>,
}

impl Options {
    /// Those of an attribute that brings the check along.
    pub(crate) fn of(krate: Option<Path>) -> Options {
        Options { krate, ..Options::default() }
    }
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    each_option(args, report, Ident::parse_any, option, malformed)
}

fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, report: &mut Report) {
    match key.to_string().as_str() {
        "strict" => options.strict = true,
        "also" if input.peek(token::Paren) => match listed(input) {
            Ok(types) => options.also = types.into_iter().collect(),
            Err(error) => report.at(
                error.span(),
                &Finding {
                    what: &format!("a type in `also` cannot be read: {error}"),
                    why: "it lists types that are guards, with `_` for what may be any",
                    write: "`#[no_lock_across_await(also(my::Guard<'_, _>))]`",
                },
            ),
        },
        "also" => malformed(key.span(), report),
        "crate" => options.krate = krate(NAME, &KNOWN[2], key, input, report),
        _ => {
            unknown(NAME, KNOWN, key, report);
            skip(input);
        }
    }
}

fn malformed(at: proc_macro2::Span, report: &mut Report) {
    report.at(
        at,
        &Finding {
            what: "this is no option of `#[no_lock_across_await]`",
            why: "the options are `strict`, `also(TYPE, ..)` and `crate = PATH`, with commas between",
            write: "`#[no_lock_across_await(strict, also(my::Guard<'_, _>))]`",
        },
    );
}
