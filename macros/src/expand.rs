//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::Meta;

use crate::args;
use crate::check;
use crate::item::{Function, Item, Kind, Misplaced};
use crate::report::Report;
use crate::rewrite;
use crate::rule::Rule;

/// The work of the attribute that runs first, and of those of ours that stand below it.
pub(crate) fn expand(first: Rule, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut function = match Item::read(item) {
        Item::Function(function) => *function,
        Item::Other(misplaced) => return elsewhere(first, args, misplaced),
    };
    let mut report = Report::default();
    let mut asked = |rule| {
        let args = (rule == first).then(|| args.clone());
        collect(rule, args, &mut function, &mut report)
    };
    let lock = asked(Rule::Lock);
    let backpressure = asked(Rule::Backpressure);
    let blocking = asked(Rule::Blocking);
    let cancellable = asked(Rule::Cancellable);

    let mut blocking = blocking.map(|args| args::blocking::parse(args, &mut report));
    let mut is_bounded = false;
    let plan = cancellable.and_then(|args| {
        let options = args::cancellable::parse(args, &mut report);
        is_bounded = options.timeout.is_some();
        if !options.may_block {
            // A call that blocks cannot be cancelled.
            blocking.get_or_insert_with(|| args::blocking::Options::of(options.krate.clone()));
        }
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|args| args::lock::parse(args, &mut report));
    if let Some(options) = lock {
        let mut item = function.into_item();
        rewrite::lock(&mut item, &options, &mut report);
        function = Function::read(item);
    }
    if let Some(args) = backpressure {
        let options = args::backpressure::parse(args, &mut report);
        let mut item = function.into_item();
        rewrite::backpressure(&mut item, options, is_bounded, &mut report);
        function = Function::read(item);
    }
    if let Some(options) = blocking {
        let is_async = function.body.is_some();
        let mut item = function.into_item();
        rewrite::blocking(&mut item, is_async, &options, &mut report);
        function = Function::read(item);
    }
    match plan {
        _ if !report.is_empty() => report.beside(function.into_item().into_token_stream()),
        Some(plan) => rewrite::cancellable(function, plan),
        None => function.into_item().into_token_stream(),
    }
}

/// The attribute stands on something it cannot work on, which is left as it is.
fn elsewhere(rule: Rule, args: TokenStream, misplaced: Misplaced) -> TokenStream {
    let mut report = Report::default();
    match rule {
        Rule::Cancellable => drop(args::cancellable::parse(args, &mut report)),
        Rule::Lock => drop(args::lock::parse(args, &mut report)),
        Rule::Backpressure => drop(args::backpressure::parse(args, &mut report)),
        Rule::Blocking => drop(args::blocking::parse(args, &mut report)),
    }
    check::placement::misplaced(rule, &misplaced, &mut report);
    match misplaced.kind {
        // An expression can only become one.
        Kind::Closure { is_expression: true } => {
            let (errors, closure) = (report.beside(TokenStream::new()), misplaced.tokens);
            quote!({ #errors #closure })
        }
        _ => report.beside(misplaced.tokens),
    }
}

/// The arguments of an attribute, if the function has it. Of several the first one counts.
fn collect(
    rule: Rule,
    args: Option<TokenStream>,
    function: &mut Function,
    report: &mut Report,
) -> Option<TokenStream> {
    let mut siblings = function.take_attributes(rule.name());
    let args = args.or_else(|| {
        let first = (!siblings.is_empty()).then(|| siblings.remove(0))?;
        Some(match first.meta {
            Meta::List(list) => list.tokens,
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        })
    });
    check::placement::repeated(rule, &siblings, report);
    args
}

#[cfg(test)]
mod tests;
