//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{ItemFn, Meta, Path, TraitItemFn, Visibility};

use crate::args;
use crate::body::flow::Awaits;
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
    let scope = asked(Rule::Scope);
    let value_future = asked(Rule::Value);
    let lock = asked(Rule::Lock);
    let backpressure = asked(Rule::Backpressure);
    let blocking = asked(Rule::Blocking);
    let cancellable = asked(Rule::Cancellable);
    rewrite::keep_imports(&mut function, &paths);

    let scope = scope.and_then(|Collected { args, at }| {
        let options = args::scope::parse(args, &mut report);
        check::scope::check(&function, options, at, &mut report)
    });
    // The spawns become awaits, which the others have to see.
    let untouched = scope.is_some().then(|| function.clone());
    let spawned = match &scope {
        Some(scope) => rewrite::spawns(&mut function, scope, &mut report),
        None => rewrite::Originals::default(),
    };
    let backpressure = backpressure.map(|asked| args::backpressure::parse(asked.args, &mut report));
    let mut blocking = blocking.map(|asked| args::blocking::parse(asked.args, &mut report));
    let mut is_bounded = scope.as_ref().is_some_and(|scope| scope.timeout.is_some());
    let plan = cancellable.and_then(|Collected { args, .. }| {
        let options = args::cancellable::parse(args, &mut report);
        is_bounded |= options.timeout.is_some();
        if !options.may_block {
            // A call that blocks cannot be cancelled.
            blocking.get_or_insert_with(|| args::blocking::Options::of(options.krate.clone()));
        }
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|asked| args::lock::parse(asked.args, &mut report));
    let asked = Asked { lock, backpressure, is_bounded, blocking, plan, scope, spawned, untouched };
    if let Some(Collected { args, .. }) = value_future {
        let options = args::value::parse(args, &mut report);
        let is_public = !matches!(function.item.vis, Visibility::Inherited);
        if check::value::is_by_hand(&function.item.sig, is_public) {
            check::value::by_hand(&function.item.sig, &options, &mut report);
            rewrite::by_hand(&mut function.item.sig);
        } else if check::value::check(&function, &mut report) {
            return value(function, options, asked, report);
        }
    }
    let is_async = function.body.is_some();
    let mut item = function.into_item();
    asked.check(&mut item, is_async, &mut report);
    let Asked { plan, scope, spawned, untouched, .. } = asked;
    if !report.is_empty() {
        let item = untouched.map_or(item, Function::into_item);
        return report.beside(item.into_token_stream());
    }
    if plan.is_none() && scope.is_none() {
        return item.into_token_stream();
    }
    rewrite::finish(Function::read(item), plan, scope, &spawned).into_token_stream()
}

/// What is asked of a function, apart from `#[value_future]`.
struct Asked {
    lock: Option<args::lock::Options>,
    backpressure: Option<args::backpressure::Options>,
    /// Something ends the whole function in time.
    is_bounded: bool,
    blocking: Option<args::blocking::Options>,
    plan: Option<Plan>,
    scope: Option<check::scope::Plan>,
    spawned: rewrite::Originals,
    /// The function before its spawns became awaits.
    untouched: Option<Function>,
}

impl Asked {
    /// Has the compiler judge what depends on types.
    fn check(&self, item: &mut ItemFn, is_async: bool, report: &mut Report) {
        let backpressure = self.backpressure.as_ref().map(|options| {
            (options, rewrite::Waits::of(item, self.is_bounded, self.scope.is_some()))
        });
        match (&self.lock, &self.scope) {
            (Some(lock), _) => rewrite::lock(item, lock, Awaits::All, report),
            (None, Some(scope)) => {
                // A spawn does not wait in code without the attribute, where a guard is no mistake.
                let lock = args::lock::Options::of(scope.krate.clone());
                rewrite::lock(item, &lock, Awaits::Slots, report);
            }
            (None, None) => {}
        }
        if let Some((options, waits)) = backpressure {
            rewrite::backpressure(item, options, waits, report);
        }
        if let Some(blocking) = &self.blocking {
            rewrite::blocking(item, is_async, blocking, report);
        }
    }
}

/// The attribute stands on something without a body to work on.
fn elsewhere(rule: Rule, args: TokenStream, misplaced: Misplaced) -> TokenStream {
    let mut report = Report::default();
    match rule {
        Rule::Cancellable => drop(args::cancellable::parse(args, &mut report)),
        Rule::Lock => drop(args::lock::parse(args, &mut report)),
        Rule::Scope => drop(args::scope::parse(args, &mut report)),
        Rule::Value => {
            let options = args::value::parse(args, &mut report);
            if let Ok(method) = syn::parse2::<TraitItemFn>(misplaced.tokens.clone()) {
                return declaration(method, &options, report);
            }
        }
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

/// An attribute that the function has.
struct Collected {
    args: TokenStream,
    /// Where it stands.
    at: Span,
}

/// A method of a trait without a body, which is all about `#[value_future]`.
fn declaration(
    method: TraitItemFn,
    options: &args::value::Options,
    mut report: Report,
) -> TokenStream {
    check::value::declaration(&method, options, &mut report);
    if method.sig.asyncness.is_none() && !check::value::is_by_hand(&method.sig, false) {
        return report.beside(method.into_token_stream());
    }
    report.beside(rewrite::declaration(method, options))
}

/// A function with `#[value_future]`, and what else is asked of it.
fn value(
    function: Function,
    mut options: args::value::Options,
    asked: Asked,
    mut report: Report,
) -> TokenStream {
    let mut item = function.into_item();
    // A span covers all of the body, and so does a scope.
    options.lazy |= is_instrumented(&item) || asked.scope.is_some();
    let mut whole = item.clone();
    // No compiler knows `allow(boxing)`: one error about it is enough.
    check::boxing::check(&mut whole.block.stmts, &mut Report::default(), &mut |_, _| {});
    rewrite::name_ignored(&mut item.sig);
    let private = Private::new(options.krate.clone());
    check::boxing::check(&mut item.block.stmts, &mut report, &mut |future, boxed| {
        rewrite::ask(&private, future, boxed);
    });
    let cut = if options.lazy { Cut::default() } else { rewrite::cut(&mut item) };
    check::value::crossings(&cut, &mut report);
    asked.check(&mut item, true, &mut report);
    let Asked { plan, scope, spawned, untouched, .. } = asked;
    if !report.is_empty() {
        let whole = untouched.map_or(whole, Function::into_item);
        // Lazy, it has its signature, so that nothing else that uses it breaks.
        options.lazy = true;
        return report.beside(rewrite::value(whole, &options, &Cut::default(), None));
    }
    match plan {
        None if scope.is_none() => rewrite::value(item, &options, &cut, None),
        plan if options.lazy => {
            let item = rewrite::finish(Function::read(item), plan, scope, &spawned);
            rewrite::value(item, &options, &cut, None)
        }
        plan => rewrite::value(item, &options, &cut, plan),
    }
}

/// The attribute, if the function has it. Of several the first one counts. The paths
/// of those that are taken off go to `paths`.
fn collect(
    rule: Rule,
    args: Option<TokenStream>,
    function: &mut Function,
    paths: &mut Vec<Path>,
    report: &mut Report,
) -> Option<Collected> {
    let mut siblings = function.take_attributes(rule.name());
    paths.extend(siblings.iter().map(|sibling| sibling.path().clone()));
    let first = args.map(|args| Collected { args, at: Span::call_site() });
    let collected = first.or_else(|| {
        let first = (!siblings.is_empty()).then(|| siblings.remove(0))?;
        let at = first.pound_token.span;
        let args = match first.meta {
            Meta::List(list) => list.tokens,
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        };
        Some(Collected { args, at })
    });
    check::placement::repeated(rule, &siblings, report);
    collected
}

#[cfg(test)]
mod tests;
