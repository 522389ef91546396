//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Meta, Path, TraitItemFn};

use crate::args;
use crate::check;
use crate::check::cancellable::Plan;
use crate::item::{Function, Item, Kind, Misplaced, is_instrumented};
use crate::report::Report;
use crate::rewrite::{self, Cut, Private};
use crate::rule::Rule;

/// The work of the attribute that runs first, and of those of ours that stand below it.
pub(crate) fn expand(first: Rule, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut function = match Item::read(item) {
        Item::Function(function) => *function,
        Item::Other(misplaced) => return elsewhere(first, args, misplaced),
    };
    let mut report = Report::default();
    let mut paths = Vec::new();
    let mut asked = |rule| {
        let args = (rule == first).then(|| args.clone());
        collect(rule, args, &mut function, &mut paths, &mut report)
    };
    let value_future = asked(Rule::Value);
    let lock = asked(Rule::Lock);
    let cancellable = asked(Rule::Cancellable);
    rewrite::keep_imports(&mut function, &paths);

    let plan = cancellable.and_then(|args| {
        let options = args::cancellable::parse(args, &mut report);
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|args| args::lock::parse(args, &mut report));
    if let Some(args) = value_future {
        let options = args::value::parse(args, &mut report);
        if check::value::check(&function, &mut report) {
            return value(function, options, plan, lock, report);
        }
    }
    if let Some(options) = lock {
        let mut item = function.into_item();
        rewrite::lock(&mut item, &options, &mut report);
        function = Function::read(item);
    }
    match plan {
        _ if !report.is_empty() => report.beside(function.into_item().into_token_stream()),
        Some(plan) => rewrite::cancellable(function, plan).into_token_stream(),
        None => function.into_item().into_token_stream(),
    }
}

/// The attribute stands on something without a body to work on.
fn elsewhere(rule: Rule, args: TokenStream, misplaced: Misplaced) -> TokenStream {
    let mut report = Report::default();
    match rule {
        Rule::Cancellable => drop(args::cancellable::parse(args, &mut report)),
        Rule::Lock => drop(args::lock::parse(args, &mut report)),
        Rule::Value => {
            let options = args::value::parse(args, &mut report);
            if let Ok(method) = syn::parse2::<TraitItemFn>(misplaced.tokens.clone()) {
                return declaration(method, &options, report);
            }
        }
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

/// A method of a trait without a body, which is all about `#[value_future]`.
fn declaration(
    method: TraitItemFn,
    options: &args::value::Options,
    mut report: Report,
) -> TokenStream {
    check::value::declaration(&method, options, &mut report);
    if method.sig.asyncness.is_none() {
        return report.beside(method.into_token_stream());
    }
    report.beside(rewrite::declaration(method, options))
}

/// A function with `#[value_future]`, and what else is asked of it.
fn value(
    function: Function,
    mut options: args::value::Options,
    plan: Option<Plan>,
    lock: Option<args::lock::Options>,
    mut report: Report,
) -> TokenStream {
    let mut item = function.into_item();
    let mut whole = item.clone();
    // No compiler knows `allow(boxing)`: one error about it is enough.
    check::boxing::check(&mut whole.block.stmts, &mut Report::default(), &mut |_, _| {});
    // A span covers all of the body.
    options.lazy |= is_instrumented(&item);
    rewrite::name_ignored(&mut item.sig);
    let private = Private::new(options.krate.clone());
    check::boxing::check(&mut item.block.stmts, &mut report, &mut |future, boxed| {
        rewrite::ask(&private, future, boxed);
    });
    let cut = if options.lazy { Cut::default() } else { rewrite::cut(&mut item) };
    check::value::crossings(&cut, &mut report);
    if let Some(lock) = lock {
        rewrite::lock(&mut item, &lock, &mut report);
    }
    if !report.is_empty() {
        // Lazy, it has its signature, so that nothing else that uses it breaks.
        options.lazy = true;
        return report.beside(rewrite::value(whole, &options, &Cut::default(), None));
    }
    match plan {
        Some(plan) if options.lazy => {
            let item = rewrite::cancellable(Function::read(item), plan);
            rewrite::value(item, &options, &cut, None)
        }
        plan => rewrite::value(item, &options, &cut, plan),
    }
}

/// The arguments of an attribute, if the function has it. Of several the first one counts. The paths
/// of those that are taken off go to `paths`.
fn collect(
    rule: Rule,
    args: Option<TokenStream>,
    function: &mut Function,
    paths: &mut Vec<Path>,
    report: &mut Report,
) -> Option<TokenStream> {
    let mut siblings = function.take_attributes(rule.name());
    paths.extend(siblings.iter().map(|sibling| sibling.path().clone()));
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
