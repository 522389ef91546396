//! The options of `#[no_blocking]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Path, Token, token};

use super::{Known, each_option, krate, listed, skip, unknown};
use crate::catalogue::{self, Group};
use crate::imports;
use crate::report::{Finding, Report};

const NAME: &str = "no_blocking";

const KNOWN: &[Known] = &[
    Known { name: "also", example: "also(cpu, my_db::query_sync)" },
    Known { name: "insulators", example: "insulators(run_blocking)" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// Groups of the catalogue that count too.
    pub(crate) groups: Vec<Group>,
    /// Functions that count too.
    pub(crate) also: Vec<Path>,
    /// Functions and methods of the user's that run a closure where it may block, by their names.
    insulators: Vec<Ident>,
    pub(crate) krate: Option<Path>,
}

impl Options {
    /// Those of an attribute that brings this one along.
    pub(crate) fn of(krate: Option<Path>) -> Options {
        Options { krate, ..Options::default() }
    }

    /// Whether closures that are handed to what has this name may block.
    pub(crate) fn insulates(&self, name: &Ident, is_method: bool) -> bool {
        let insulates = |name: &str| catalogue::insulates(name, is_method);
        let is_renamed =
            || !is_method && imports::original(name).is_some_and(|name| insulates(&name));
        insulates(&name.unraw().to_string()) || self.insulators.contains(name) || is_renamed()
    }
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    each_option(args, report, Ident::parse_any, option, malformed)
}

fn option(key: &Ident, input: ParseStream<'_>, options: &mut Options, report: &mut Report) {
    match key.to_string().as_str() {
        "also" if input.peek(token::Paren) => {
            let why = "it lists groups of calls, which are `cpu` and `contention`, and paths of functions that block";
            let write = "`#[no_blocking(also(cpu, my_db::query_sync))]`";
            list(key, input, (why, write), report).into_iter().for_each(|path| also(path, options));
        }
        "insulators" if input.peek(token::Paren) => {
            let why = "it lists functions and methods of yours that run a closure on a thread where it may block";
            let write = "`#[no_blocking(insulators(run_blocking))]`";
            let last = |path: Path| path.segments.last().map(|last| last.ident.clone());
            let listed = list(key, input, (why, write), report).into_iter().filter_map(last);
            options.insulators.extend(listed);
        }
        "also" | "insulators" => {
            malformed(key.span(), report);
            skip(input);
        }
        "crate" => options.krate = krate(NAME, &KNOWN[2], key, input, report),
        _ => {
            unknown(NAME, KNOWN, key, report);
            skip(input);
        }
    }
}

/// The paths that an option lists, none if they cannot be read.
fn list(
    key: &Ident,
    input: ParseStream<'_>,
    (why, write): (&str, &str),
    report: &mut Report,
) -> Punctuated<Path, Token![,]> {
    listed(input).unwrap_or_else(|error| {
        let what = &format!("what is in `{key}` cannot be read: {error}");
        report.at(error.span(), &Finding { what, why, write });
        Punctuated::new()
    })
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
            why: "the options are `also(..)`, `insulators(..)` and `crate = PATH`, with commas between",
            write: "`#[no_blocking(also(cpu, my_db::query_sync))]`",
        },
    );
}
