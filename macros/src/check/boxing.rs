//! Boxing for nothing: a future that is complete when it is made, put into a box.
//!
//! An `async` block without an `.await` is one by its looks. What a function called `ready` returns
//! is one if its type is that of std's (or, with the feature `futures-util`, of the futures crate's):
//! that is asked of the compiler, by what `rewrite` leaves.
//!
//! Left alone is a box that somebody else asks for, as far as that can be seen: what a closure
//! returns, and one that stands beside something else in the branches of an expression or in an array.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr, ExprAsync, ExprCall, Item, Meta, Stmt};

use crate::body::attrs;
use crate::body::flow::{Key, key, shape};
use crate::item::is_box_pin;
use crate::report::{Finding, Report};
use crate::rewrite::{first_await, has_unknown_macro};
use crate::span;

const WHY: &str = "a future that waits for nothing is complete when it is made, and its box is an \
                   allocation at each call";

/// Functions that return a `Ready`.
const READY: [&str; 3] = ["ready", "ok", "err"];

/// What the box is around, and where the box is.
pub(crate) type Ask<'a> = dyn FnMut(&mut Expr, Span) + 'a;

/// Reports the boxes that are for nothing. `ask` is called for those that depend on a type.
pub(crate) fn check(stmts: &mut [Stmt], report: &mut Report, ask: &mut Ask<'_>) {
    let mut boxes = Boxes { report, ask, spared: HashSet::new() };
    stmts.iter_mut().for_each(|stmt| boxes.visit_stmt_mut(stmt));
}

struct Boxes<'a, 'b> {
    report: &'a mut Report,
    ask: &'a mut Ask<'b>,
    /// Boxes that somebody else asks for.
    spared: HashSet<Key>,
}

impl Boxes<'_, '_> {
    fn boxed(&mut self, future: &mut Expr, at: Span, how: &str) {
        match future {
            Expr::Paren(paren) => self.boxed(&mut paren.expr, at, how),
            Expr::Async(block) if is_complete(block) => {
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
            Expr::Call(call) if is_ready(call) => (self.ask)(future, at),
            _ => {}
        }
    }

    /// The values of branches, all of one type.
    fn spare(&mut self, expr: &Expr, always: bool) {
        let mut values = Vec::new();
        values_of(expr, &mut values);
        if always || !values.iter().all(|value| is_for_nothing(value)) {
            self.spared.extend(values.into_iter().map(key));
        }
    }
}

fn is_complete(block: &ExprAsync) -> bool {
    let stmts = &block.block.stmts;
    first_await(stmts).is_none() && !stmts.iter().any(has_unknown_macro)
}

fn is_ready(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| READY.iter().any(|name| last.ident == name))
}

/// What is boxed here.
fn boxed(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Call(call) if call.args.len() == 1 && is_box_pin(&call.func) => call.args.first(),
        Expr::MethodCall(call)
            if call.args.is_empty() && (call.method == "boxed" || call.method == "boxed_local") =>
        {
            Some(&call.receiver)
        }
        _ => None,
    }
}

/// By its looks.
fn is_for_nothing(expr: &Expr) -> bool {
    match boxed(expr).map(shape::unparenthesized) {
        Some(Expr::Async(block)) => is_complete(block),
        Some(Expr::Call(call)) => is_ready(call),
        _ => false,
    }
}

/// What an expression may be in the end, apart from the branches that never come back.
fn values_of<'a>(expr: &'a Expr, values: &mut Vec<&'a Expr>) {
    let mut of_block = |block: &'a Block| {
        if let Some(Stmt::Expr(value, None)) = block.stmts.last() {
            values_of(value, values);
        }
    };
    match expr {
        Expr::Block(block) => of_block(&block.block),
        Expr::If(branch) => {
            of_block(&branch.then_branch);
            if let Some((_, other)) = &branch.else_branch {
                values_of(other, values);
            }
        }
        Expr::Match(branch) => branch.arms.iter().for_each(|arm| values_of(&arm.body, values)),
        Expr::Array(array) => array.elems.iter().for_each(|elem| values_of(elem, values)),
        Expr::Paren(paren) => values_of(&paren.expr, values),
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => {}
        value => values.push(value),
    }
}

impl VisitMut for Boxes<'_, '_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        let Some(attributes) = attrs::of_stmt_mut(stmt) else {
            return visit_mut::visit_stmt_mut(self, stmt);
        };
        let allowed: Vec<Attribute> = attributes.extract_if(.., |it| is_allowance(it)).collect();
        if allowed.is_empty() {
            return visit_mut::visit_stmt_mut(self, stmt);
        }
        let is_idle = !has_box(stmt);
        for attribute in &allowed {
            reason(attribute, self.report);
            if is_idle {
                idle(attribute, self.report);
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(closure) => self.spare(&closure.body, true),
            Expr::If(_) | Expr::Match(_) | Expr::Array(_) => self.spare(expr, false),
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
        if self.spared.contains(&key(expr)) {
            return;
        }
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

/// Whether there is a box in the statement to silence, or one that depends on a type.
fn has_box(stmt: &Stmt) -> bool {
    let (mut report, mut is_asked) = (Report::default(), false);
    let mut ask = |_: &mut Expr, _| is_asked = true;
    let spared = HashSet::new();
    Boxes { report: &mut report, ask: &mut ask, spared }.visit_stmt_mut(&mut stmt.clone());
    is_asked || !report.is_empty()
}

fn idle(attribute: &Attribute, report: &mut Report) {
    report.over(
        attribute,
        &Finding {
            what: "`allow(boxing)` silences nothing",
            why: "whoever reads it believes that there is a box for nothing where there is none",
            write: "the statement without it",
        },
    );
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
