//! What each attribute of ours asks of where it stands: a function with a body, and there once.

use quote::ToTokens as _;
use syn::{Attribute, Expr, Pat, Stmt};

use super::head;
use crate::item::{Function, Kind, Misplaced};
use crate::report::{Finding, Report};
use crate::rule::{Lacking, Rule};
use crate::span;

pub(crate) fn misplaced(rule: Rule, misplaced: &Misplaced, report: &mut Report) {
    let tokens = &misplaced.tokens;
    let attribute = rule.name();
    let why = rule.works_on();
    match &misplaced.kind {
        Kind::BodylessMethod(name) => report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` has no body for `#[{attribute}]` to work on"),
                why: "a declaration says nothing about the bodies of those who implement it",
                write: &format!(
                    "`#[{attribute}]` on the method in each impl, or on a default body"
                ),
            },
        ),
        Kind::Closure { .. } => report.over(
            tokens,
            &Finding {
                what: &format!("`#[{attribute}]` stands on a closure"),
                why,
                write: &rule.instead_of_closure(),
            },
        ),
        Kind::Container(what) => report.over(
            head(tokens),
            &Finding {
                what: &format!("`#[{attribute}]` stands on {what}"),
                why,
                write: &format!("`#[{attribute}]` on each `async fn` inside instead"),
            },
        ),
        Kind::Other(what) => report.over(
            head(tokens),
            &Finding {
                what: &format!("`#[{attribute}]` stands on {what}"),
                why,
                write: &format!("`#[{attribute}]` on an `async fn` instead"),
            },
        ),
        Kind::Unreadable(error) => report.at(
            error.span(),
            &Finding {
                what: &format!("`#[{attribute}]` cannot read this: {error}"),
                why,
                write: "the function in stable syntax, or without the attribute",
            },
        ),
    }
}

/// The attribute stands on one function more than once.
pub(crate) fn repeated(rule: Rule, others: &[Attribute], report: &mut Report) {
    let attribute = rule.name();
    for other in others {
        report.over(
            other,
            &Finding {
                what: &format!("`#[{attribute}]` stands here twice"),
                why: rule.once(),
                write: &format!("one `#[{attribute}(..)]` with all options in it"),
            },
        );
    }
}

/// The function is not async in any way that is known here.
pub(super) fn not_async(rule: Rule, function: &Function, report: &mut Report) {
    let ours = rule.name();
    let signature = &function.item.sig;
    let name = &signature.ident;
    if let Some(attribute) = tokio_attribute(function) {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`#[{ours}]` stands below `#[{attribute}]`"),
                why: &format!(
                    "`#[{attribute}]` goes first and leaves a function that is not async"
                ),
                write: &format!("`#[{ours}]` above `#[{attribute}]`"),
            },
        );
    } else if let Some(constness) = &signature.constness {
        let finding = Finding {
            what: &format!("`{name}` is a `const fn`"),
            why: rule.needs_async(Lacking::Const),
            write: &format!("`async fn {name}(..)`"),
        };
        report.at(constness.span, &finding);
    } else if function.output().is_some() {
        let finding = Finding {
            what: &format!("`{name}` returns a future, but does not end in an `async` block"),
            why: rule.needs_async(Lacking::Block),
            write: &format!("`async move {{ FUTURE.await }}` at the end, or `async fn {name}(..)`"),
        };
        report.at(name.span(), &finding);
    } else {
        let (first, last) = (&signature.fn_token, name);
        let mut place = first.to_token_stream();
        last.to_tokens(&mut place);
        report.over(
            place,
            &Finding {
                what: &format!("`{name}` is not async"),
                why: rule.needs_async(Lacking::Async),
                write: &format!(
                    "`async fn {name}(..)`, or `-> impl Future<..>` with an `async` block at the end"
                ),
            },
        );
    }
}

/// Whether tokio's macros have been here: `let body = async { .. };` and a runtime that blocks on
/// it.
fn tokio_attribute(function: &Function) -> Option<&'static str> {
    let item = &function.item;
    let takes_body = matches!(item.block.stmts.first(), Some(Stmt::Local(local))
        if matches!(&local.pat, Pat::Ident(pat) if pat.ident == "body")
            && matches!(&local.init, Some(init) if matches!(*init.expr, Expr::Async(_))));
    let blocks_on_it = || {
        let last = item.block.stmts.last();
        last.is_some_and(|last| span::mentions(&last.to_token_stream(), "block_on"))
    };
    if !takes_body || !blocks_on_it() {
        return None;
    }
    let is_test = |attribute: &Attribute| {
        attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
    };
    Some(if item.attrs.iter().any(is_test) { "tokio::test" } else { "tokio::main" })
}
