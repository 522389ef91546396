//! Where a call begins and ends as the user wrote it, whatever was put around what it is made of.

use proc_macro2::Span;
use syn::{Expr, ExprMatch, Pat};

use crate::span;

/// From one end of the call to the other, for messages.
pub(super) type Ends = (Span, Span);

pub(super) fn ends_of(expr: &Expr) -> Ends {
    let last = match expr {
        Expr::Call(call) => call.paren_token.span.close(),
        Expr::MethodCall(call) => call.paren_token.span.close(),
        Expr::ForLoop(each) => return ends_of(&each.expr),
        _ => span::ends(expr).1,
    };
    (first_of(expr), last)
}

pub(super) fn first_of(expr: &Expr) -> Span {
    match expr {
        Expr::Call(call) => first_of(&call.func),
        Expr::MethodCall(call) => first_of(&call.receiver),
        Expr::Field(field) => first_of(&field.base),
        Expr::Index(index) => first_of(&index.expr),
        Expr::Try(tried) => first_of(&tried.expr),
        Expr::Await(awaited) => first_of(&awaited.base),
        Expr::Match(inspected) if is_inspected(inspected) => first_of(&inspected.expr),
        Expr::Paren(paren) => match &*paren.expr {
            Expr::Match(inspected) if is_inspected(inspected) => first_of(&inspected.expr),
            _ => paren.paren_token.span.open(),
        },
        _ => span::ends(expr).0,
    }
}

/// A `match` of ours, no arm of which syn can read.
fn is_inspected(inspected: &ExprMatch) -> bool {
    matches!(&inspected.arms[..], [arm] if matches!(arm.pat, Pat::Verbatim(_)))
}
