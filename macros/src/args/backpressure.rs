//! The options of `#[explicit_backpressure]`.

use proc_macro2::TokenStream;
use syn::Path;
use syn::parse::Parser as _;

use super::{Known, entries, path};
use crate::report::Report;

const KNOWN: &[Known] = &[Known { name: "crate", example: "crate = my::asyncward" }];

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) krate: Option<Path>,
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    let mut read = Vec::new();
    let parser = |input: syn::parse::ParseStream<'_>| {
        read = entries("explicit_backpressure", KNOWN, input, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    Options { krate: read.into_iter().next().and_then(|entry| path(entry.value, report)) }
}
