//! The options of `#[blocking]`.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::{Expr, ExprLit, Ident, Lit, Path};

use super::{Known, entries, path};
use crate::report::{Finding, Report};

const KNOWN: &[Known] = &[
    Known { name: "write", example: "write = \"`query(..).await`\"" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// With the key, which messages underline.
    pub(crate) write: Option<(Ident, String)>,
    pub(crate) krate: Option<Path>,
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    let mut read = Vec::new();
    let parser = |input: syn::parse::ParseStream<'_>| {
        read = entries("blocking", KNOWN, input, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    let mut options = Options::default();
    for entry in read {
        match entry.key.to_string().as_str() {
            "write" => options.write = text(entry.value, report).map(|text| (entry.key, text)),
            _ => options.krate = path(entry.value, report),
        }
    }
    options
}

fn text(value: Expr, report: &mut Report) -> Option<String> {
    match &value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if !text.value().trim().is_empty() => {
            Some(text.value().trim().to_owned())
        }
        _ => {
            let finding = Finding {
                what: "what to write is not a text",
                why: "it is shown to whoever calls the function in async code",
                write: &format!("`#[blocking({})]`", KNOWN[0].example),
            };
            report.over(value, &finding);
            None
        }
    }
}
