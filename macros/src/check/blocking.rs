//! The `#[asyncward::allow(blocking, reason = "…")]` of statements, and those of `backpressure`. What depends on types is asked of
//! the compiler, by the code that `rewrite` leaves.

use syn::Attribute;

use super::allow;
use crate::report::{Finding, Report};
use crate::rule::Rule;

/// The name of the rule in the allowance.
fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Backpressure => "backpressure",
        _ => "blocking",
    }
}

pub(crate) fn is_allowance(attribute: &Attribute, rule: Rule) -> bool {
    allow::is_of(attribute, name(rule))
}

/// It must have a reason.
pub(crate) fn allowance(attribute: &Attribute, rule: Rule, report: &mut Report) {
    let name = name(rule);
    let why = match rule {
        Rule::Backpressure => "whoever reads it next must know why load cannot pile up here",
        _ => "whoever reads it next must know why the worker thread may wait here",
    };
    if !allow::has_reason(attribute) {
        report.over(
            attribute,
            &Finding {
                what: &format!("`allow({name})` has no reason"),
                why,
                write: &format!("`#[asyncward::allow({name}, reason = \"…\")]`"),
            },
        );
    }
}

/// There is no call in the statement that could block, whatever its types.
pub(crate) fn idle(attribute: &Attribute, rule: Rule, report: &mut Report) {
    let why = match rule {
        Rule::Backpressure => {
            "nothing here waits for room in a channel, or fills one without a bound"
        }
        _ => "nothing that is called here blocks",
    };
    report.over(
        attribute,
        &Finding {
            what: &format!("`allow({})` silences nothing", name(rule)),
            why,
            write: "the statement without it",
        },
    );
}
