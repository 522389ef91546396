//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::TokenStream;
use quote::quote;

use crate::args;
use crate::check;
use crate::item::{Item, Kind};
use crate::report::Report;
use crate::rewrite;

pub(crate) fn cancellable(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let options = args::cancellable::parse(args, &mut report);
    let mut function = match Item::read(item) {
        Item::Function(function) => function,
        Item::Other(misplaced) => {
            check::cancellable::misplaced(&misplaced, &mut report);
            return match misplaced.kind {
                // An expression can only become one.
                Kind::Closure { is_expression: true } => {
                    let (errors, closure) = (report.beside(TokenStream::new()), misplaced.tokens);
                    quote!({ #errors #closure })
                }
                _ => report.beside(misplaced.tokens),
            };
        }
    };
    let siblings = function.take_attributes("cancellable");
    check::cancellable::repeated(&siblings, &mut report);
    let plan = check::cancellable::check(&function, options, &mut report);
    match plan {
        Some(plan) if report.is_empty() => rewrite::cancellable(*function, plan),
        _ => report.beside(function.into_tokens()),
    }
}

#[cfg(test)]
mod tests;
