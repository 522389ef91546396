//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Meta, TraitItemFn};

use crate::args;
use crate::check;
use crate::check::cancellable::Plan;
use crate::item::{Function, Item, Kind, is_instrumented};
use crate::report::Report;
use crate::rewrite::{self, Cut, Private};

pub(crate) fn cancellable(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(Rule::Cancellable, args, item)
}

pub(crate) fn no_lock_across_await(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(Rule::Lock, args, item)
}

pub(crate) fn value_future(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(Rule::Value, args, item)
}

#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Cancellable,
    Lock,
    Value,
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
                Rule::Value => {
                    let options = args::value::parse(args, &mut report);
                    if let Ok(method) = syn::parse2::<TraitItemFn>(misplaced.tokens.clone()) {
                        return declaration(method, &options, report);
                    }
                    check::value::misplaced(&misplaced, &mut report);
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
    let value = collect(Rule::Value, args_of, &mut function, &mut report);
    let plan = cancellable.and_then(|args| {
        let options = args::cancellable::parse(args, &mut report);
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|args| args::lock::parse(args, &mut report));
    if let Some(args) = value {
        let options = args::value::parse(args, &mut report);
        if check::value::check(&function, &mut report) {
            return self::value(function, options, plan, lock, report);
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
    let whole = item.clone();
    // A span covers all of the body.
    options.lazy |= is_instrumented(&item);
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
        Rule::Value => "value_future",
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
        Rule::Value => check::value::repeated(&siblings, report),
    }
    args
}

#[cfg(test)]
mod tests;
