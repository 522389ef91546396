//! The options of `#[sync_guard]`, the helper attribute of `#[derive(SyncGuard)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser as _;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Path};

use super::{Known, entries, path};
use crate::report::{Finding, Report};

const KNOWN: &[Known] = &[
    Known { name: "reason", example: "reason = \"the ledger is locked meanwhile\"" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) reason: Option<String>,
    pub(crate) krate: Option<Path>,
}

pub(crate) fn parse(attributes: &[Attribute], report: &mut Report) -> Options {
    let mut args = TokenStream::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("sync_guard")) {
        match &attribute.meta {
            Meta::Path(_) => {}
            Meta::List(list) => {
                let tokens = &list.tokens;
                args.extend(if args.is_empty() { quote!(#tokens) } else { quote!(, #tokens) });
            }
            Meta::NameValue(_) => report.over(
                attribute,
                &Finding {
                    what: "`#[sync_guard]` takes its options in parentheses",
                    why: "an option is a name, `=` and one value",
                    write: &format!("`#[sync_guard({})]`", KNOWN[0].example),
                },
            ),
        }
    }
    let mut read = Vec::new();
    let parser = |input: syn::parse::ParseStream<'_>| {
        read = entries("sync_guard", KNOWN, input, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    let mut options = Options::default();
    for entry in read {
        match entry.key.to_string().as_str() {
            "reason" => options.reason = reason(entry.value, report),
            _ => options.krate = path(entry.value, report),
        }
    }
    options
}

fn reason(value: Expr, report: &mut Report) -> Option<String> {
    match &value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if !text.value().trim().is_empty() => {
            Some(text.value().trim().to_owned())
        }
        _ => {
            let finding = Finding {
                what: "the reason is not a text",
                why: "it is shown to whoever holds such a guard over an `.await`",
                write: &format!("`#[sync_guard({})]`", KNOWN[0].example),
            };
            report.over(value, &finding);
            None
        }
    }
}
