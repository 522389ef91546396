//! What each attribute of ours asks of where it stands: a function with a body, and there once.

use syn::Attribute;

use super::head;
use crate::item::{Kind, Misplaced};
use crate::report::{Finding, Report};
use crate::rule::Rule;

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
