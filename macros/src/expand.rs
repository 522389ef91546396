//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::Meta;

use crate::args;
use crate::check;
use crate::item::{Function, Item, Kind};
use crate::report::Report;
use crate::rewrite;

pub(crate) fn cancellable(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(Rule::Cancellable, args, item)
}

pub(crate) fn no_lock_across_await(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(Rule::Lock, args, item)
}

#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Cancellable,
    Lock,
}

/// The work of the attribute that runs first, and of those of ours that stand below it.
fn expand(first: Rule, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let mut function = match Item::read(item) {
        Item::Function(function) => *function,
        Item::Other(misplaced) => {
            match first {
                Rule::Cancellable => {
                    args::cancellable::parse(args, &mut report);
                    check::cancellable::misplaced(&misplaced, &mut report);
                }
                Rule::Lock => {
                    args::lock::parse(args, &mut report);
                    check::lock::misplaced(&misplaced, &mut report);
                }
            }
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
    let args_of = |rule| (rule == first).then(|| args.clone());
    let cancellable = collect(Rule::Cancellable, args_of, &mut function, &mut report);
    let lock = collect(Rule::Lock, args_of, &mut function, &mut report);
    let plan = cancellable.and_then(|args| {
        let options = args::cancellable::parse(args, &mut report);
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|args| args::lock::parse(args, &mut report));
    if let Some(options) = lock {
        let mut item = function.into_item();
        rewrite::lock(&mut item, &options, &mut report);
        function = Function::read(item);
    }
    match plan {
        _ if !report.is_empty() => report.beside(function.into_item().into_token_stream()),
        Some(plan) => rewrite::cancellable(function, plan),
        None => function.into_item().into_token_stream(),
    }
}

/// The arguments of an attribute, if the function has it. Of several the first one counts.
fn collect(
    rule: Rule,
    args_of: impl Fn(Rule) -> Option<TokenStream>,
    function: &mut Function,
    report: &mut Report,
) -> Option<TokenStream> {
    let mut siblings = function.take_attributes(match rule {
        Rule::Cancellable => "cancellable",
        Rule::Lock => "no_lock_across_await",
    });
    let args = args_of(rule).or_else(|| {
        let first = (!siblings.is_empty()).then(|| siblings.remove(0))?;
        Some(match first.meta {
            Meta::List(list) => list.tokens,
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        })
    });
    match rule {
        Rule::Cancellable => check::cancellable::repeated(&siblings, report),
        Rule::Lock => check::lock::repeated(&siblings, report),
    }
    args
}

#[cfg(test)]
mod tests;
