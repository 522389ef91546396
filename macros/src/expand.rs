//! From an attribute to tokens: collect, parse, read, check, rewrite.

use proc_macro2::{Span, TokenStream};
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
    let scope = asked(Rule::Scope);
    let lock = asked(Rule::Lock);
    let cancellable = asked(Rule::Cancellable);

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
    let plan = cancellable.and_then(|Collected { args, .. }| {
        let options = args::cancellable::parse(args, &mut report);
        check::cancellable::check(&function, options, &mut report)
    });
    let lock = lock.map(|Collected { args, .. }| args::lock::parse(args, &mut report));
    if let Some(options) = lock {
        let mut item = function.into_item();
        rewrite::lock(&mut item, &options, &mut report);
        function = Function::read(item);
    }
    if !report.is_empty() {
        let function = untouched.unwrap_or(function);
        return report.beside(function.into_item().into_token_stream());
    }
    match (plan, scope) {
        (None, None) => function.into_item().into_token_stream(),
        (plan, scope) => rewrite::finish(function, plan, scope, &spawned),
    }
}

/// The attribute stands on something it cannot work on, which is left as it is.
fn elsewhere(rule: Rule, args: TokenStream, misplaced: Misplaced) -> TokenStream {
    let mut report = Report::default();
    match rule {
        Rule::Cancellable => drop(args::cancellable::parse(args, &mut report)),
        Rule::Lock => drop(args::lock::parse(args, &mut report)),
        Rule::Scope => drop(args::scope::parse(args, &mut report)),
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

/// The attribute, if the function has it. Of several the first one counts.
fn collect(
    rule: Rule,
    args: Option<TokenStream>,
    function: &mut Function,
    report: &mut Report,
) -> Option<Collected> {
    let mut siblings = function.take_attributes(rule.name());
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
