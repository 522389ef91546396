//! The `#[asyncward::allow(blocking, reason = "…")]` of statements. What depends on types is asked of
//! the compiler, by the code that `rewrite` leaves.

use syn::Attribute;

use super::allow;
use crate::report::{Finding, Report};

pub(crate) fn is_allowance(attribute: &Attribute) -> bool {
    allow::is_of(attribute, "blocking")
}

/// It must have a reason.
pub(crate) fn allowance(attribute: &Attribute, report: &mut Report) {
    if !allow::has_reason(attribute) {
        report.over(
            attribute,
            &Finding {
                what: "`allow(blocking)` has no reason",
                why: "whoever reads it next must know why the worker thread may wait here",
                write: "`#[asyncward::allow(blocking, reason = \"…\")]`",
            },
        );
    }
}

/// There is no call in the statement that could block, whatever its types.
pub(crate) fn idle(attribute: &Attribute, report: &mut Report) {
    report.over(
        attribute,
        &Finding {
            what: "`allow(blocking)` silences nothing",
            why: "nothing that is called here blocks",
            write: "the statement without it",
        },
    );
}
