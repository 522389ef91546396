//! What `#[no_lock_across_await]` asks of a function, apart from what depends on types, and the
//! `#[asyncward::allow(lock, reason = "…")]` of its statements.

use syn::visit::{self, Visit};
use syn::{Attribute, Block, Item, Stmt};

use super::allow;
use crate::body::attrs;
use crate::body::flow::{Allowance, Candidate, key};
use crate::report::{Finding, Report};

pub(crate) fn is_allowance(attribute: &Attribute) -> bool {
    allow::is_of(attribute, "lock")
}

/// The allowances of a body, by their statements.
pub(crate) fn allowances(body: &Block, report: &mut Report) -> Vec<(Allowance, Attribute)> {
    let mut found = Allowances { found: Vec::new(), report };
    found.visit_block(body);
    found.found
}

struct Allowances<'a> {
    found: Vec<(Allowance, Attribute)>,
    report: &'a mut Report,
}

impl<'ast> Visit<'ast> for Allowances<'_> {
    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        for attribute in attrs::of_stmt(stmt).iter().filter(|attribute| is_allowance(attribute)) {
            reason(attribute, self.report);
            self.found.push((key(stmt), attribute.clone()));
        }
        visit::visit_stmt(self, stmt);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

fn reason(attribute: &Attribute, report: &mut Report) {
    if !allow::has_reason(attribute) {
        report.over(
            attribute,
            &Finding {
                what: "`allow(lock)` has no reason",
                why: "whoever reads it next must know why the guard may stay over the `.await`",
                write: "`#[asyncward::allow(lock, reason = \"…\")]`",
            },
        );
    }
}

/// Nothing the allowances are about is alive over an await, whatever its type.
pub(crate) fn idle(
    allowances: &[(Allowance, Attribute)],
    candidates: &[Candidate],
    report: &mut Report,
) {
    for (allowance, attribute) in allowances {
        if !candidates.iter().any(|candidate| candidate.allowed.contains(allowance)) {
            report.over(
                attribute,
                &Finding {
                    what: "`allow(lock)` silences nothing",
                    why: "nothing that this statement makes or awaits is alive over an `.await`",
                    write: "the statement without it",
                },
            );
        }
    }
}
