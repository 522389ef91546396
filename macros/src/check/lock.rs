//! What `#[no_lock_across_await]` asks of a function, apart from what depends on types, and the
//! `#[asyncward::allow(lock, reason = "…")]` of its statements.

use proc_macro2::TokenTree;
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Ident, Item, LitStr, Meta, Stmt, Token};

use crate::body::attrs;
use crate::body::flow::{Allowance, Candidate, key};
use crate::report::{Finding, Report};

/// `#[asyncward::allow(lock, ..)]`, under whatever name the crate is known.
pub(crate) fn is_allowance(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    let is_allow = segments.len() > 1 && segments.last().is_some_and(|last| last.ident == "allow");
    is_allow
        && matches!(&attribute.meta, Meta::List(list) if matches!(
            list.tokens.clone().into_iter().next(),
            Some(TokenTree::Ident(rule)) if rule == "lock"
        ))
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
    let Meta::List(list) = &attribute.meta else { return };
    let read = |input: ParseStream<'_>| {
        input.parse::<Ident>()?;
        input.parse::<Token![,]>()?;
        let key: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(key == "reason" && !text.value().trim().is_empty() && input.is_empty())
    };
    if !read.parse2(list.tokens.clone()).unwrap_or(false) {
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
