//! Boxing for nothing: a future that is complete when it is made, put into a box.
//!
//! An `async` block without an `.await` is one by its looks. What a function called `ready` returns
//! is one if its type is that of std's (or, with the feature `futures-util`, of the futures crate's):
//! that is asked of the compiler, by what `rewrite` leaves.

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, Item, Meta, Stmt};

use crate::body::attrs;
use crate::item::is_box_pin;
use crate::report::{Finding, Report};
use crate::rewrite::{first_await, has_unknown_macro};
use crate::span;

const WHY: &str = "a future that waits for nothing is complete when it is made, and its box is an \
                   allocation at each call";

/// What the box is around, and where the box is.
pub(crate) type Ask<'a> = dyn FnMut(&mut Expr, Span) + 'a;

/// Reports the boxes that are for nothing. `ask` is called for those that depend on a type.
pub(crate) fn check(stmts: &mut [Stmt], report: &mut Report, ask: &mut Ask<'_>) {
    let mut boxes = Boxes { report, ask };
    stmts.iter_mut().for_each(|stmt| boxes.visit_stmt_mut(stmt));
}

struct Boxes<'a, 'b> {
    report: &'a mut Report,
    ask: &'a mut Ask<'b>,
}

impl Boxes<'_, '_> {
    fn boxed(&mut self, future: &mut Expr, at: Span, how: &str) {
        match future {
            Expr::Paren(paren) => self.boxed(&mut paren.expr, at, how),
            Expr::Async(block) => {
                let stmts = &block.block.stmts;
                if first_await(stmts).is_none() && !stmts.iter().any(has_unknown_macro) {
                    let what = format!("`{how}` boxes an `async` block without an `.await`");
                    self.report.over(
                        &*future,
                        &Finding {
                            what: &what,
                            why: WHY,
                            write: "the value itself, or `ValueFuture::ready(value)`; where it has \
                                    to be a box, `#[asyncward::allow(boxing, reason = \"…\")]`",
                        },
                    );
                }
            }
            Expr::Call(call)
                if matches!(&*call.func, Expr::Path(path) if path
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "ready")) =>
            {
                (self.ask)(future, at);
            }
            _ => {}
        }
    }
}

impl VisitMut for Boxes<'_, '_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        let Some(attributes) = attrs::of_stmt_mut(stmt) else {
            return visit_mut::visit_stmt_mut(self, stmt);
        };
        let allowed: Vec<Attribute> = attributes.extract_if(.., |it| is_allowance(it)).collect();
        for attribute in &allowed {
            reason(attribute, self.report);
        }
        if allowed.is_empty() {
            visit_mut::visit_stmt_mut(self, stmt);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Call(call) if call.args.len() == 1 && is_box_pin(&call.func) => {
                let at = span::ends(&call.func).1;
                if let Some(future) = call.args.first_mut() {
                    self.boxed(future, at, "Box::pin");
                }
            }
            Expr::MethodCall(call)
                if call.args.is_empty()
                    && (call.method == "boxed" || call.method == "boxed_local") =>
            {
                let how = format!(".{}()", call.method);
                self.boxed(&mut call.receiver, call.method.span(), &how);
            }
            _ => {}
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// `#[asyncward::allow(boxing, ..)]`, under whatever name the crate is known.
fn is_allowance(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    let is_allow = segments.len() > 1 && segments.last().is_some_and(|last| last.ident == "allow");
    is_allow
        && matches!(&attribute.meta, Meta::List(list) if list
            .tokens
            .clone()
            .into_iter()
            .next()
            .is_some_and(|rule| rule.to_string() == "boxing"))
}

fn reason(attribute: &Attribute, report: &mut Report) {
    let mut has_reason = false;
    let read = attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("reason") {
            let text: syn::LitStr = meta.value()?.parse()?;
            has_reason = !text.value().trim().is_empty();
        }
        Ok(())
    });
    if read.is_err() || !has_reason {
        report.over(
            attribute,
            &Finding {
                what: "`allow(boxing)` has no reason",
                why: "whoever reads it next must know what the box is for",
                write: "`#[asyncward::allow(boxing, reason = \"…\")]`",
            },
        );
    }
}
