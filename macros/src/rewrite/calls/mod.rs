//! The checks of `#[no_blocking]` and `#[explicit_backpressure]`: the compiler is asked whether a call with
//! a name of the catalogue is the one that is meant. Nothing of it ever runs, and what the call does is as it was.

mod allowances;
mod marks;
mod pressure;
mod probe;
mod scopes;
mod subject;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprClosure, ExprMacro, ExprRepeat, Ident, Item, ItemFn, Macro, Pat,
    Path, Stmt, Type,
};

use super::generated;
use super::held::branched;
use super::private::Private;
use crate::args::backpressure;
use crate::args::blocking::Options;
use crate::body::attrs;
use crate::body::flow::opened::{Opened, Table};
use crate::body::select::SelectArm;
use crate::catalogue::insulates;
use crate::report::Report;
use crate::rule::Rule;
use crate::span;
use allowances::Allowances;
use pressure::{Pressure, Use};
use scopes::Scopes;

// Input
//     a::NAME(b)
//     c.NAME(d)
//     e().NAME()
//
// Output
//     (match a::NAME { __value => { DEAD; __value } })(b)
//     DEAD; c.NAME(d)
//     match c.NAME(d) { __value => { DEAD; __value } }
//     match e() { __value => { DEAD; __value } }.NAME()
//
// with, for each row of that name, one of
//
//     P::rows::ROW::NonBlocking::check(P::pair(&__value, &ROW).verdict(&SETTLED));
//     P::rows::ROW::NonBlocking::check(P::called(P::of::<P::rows::ROW::On>(), &c, &__value).listed().verdict());
//
// in DEAD, which is `if false { loop {} .. }`: type-checked, never borrow-checked, never run.
pub(crate) fn blocking(item: &mut ItemFn, is_async: bool, options: &Options, report: &mut Report) {
    check(item, is_async, options, None, report);
}

/// `is_bounded`: something ends the whole function in time.
pub(crate) fn backpressure(
    item: &mut ItemFn,
    options: &backpressure::Options,
    is_bounded: bool,
    report: &mut Report,
) {
    let is_async = item.sig.asyncness.is_some();
    let pressure = Pressure::of(&item.block.to_token_stream(), is_async, is_bounded);
    check(item, true, &Options::of(options.krate.clone()), Some(pressure), report);
}

fn check(
    item: &mut ItemFn,
    is_async: bool,
    options: &Options,
    pressure: Option<Pressure>,
    report: &mut Report,
) {
    if item.sig.constness.is_some() {
        return;
    }
    let rule = if pressure.is_some() { Rule::Backpressure } else { Rule::Blocking };
    let mut table = Table::default();
    table.visit_block(&item.block);
    let mut names = Names::default();
    names.visit_item_fn(item);
    let mut bound = scopes::Everywhere::default();
    bound.visit_item_fn(item);
    let private = Private::new(options.krate.clone());
    let mut calls = Calls {
        private: &private,
        options,
        table,
        bound: bound.0.0,
        handed: &names.handed - &names.called,
        scopes: Scopes::default(),
        // What else there is, tokio's macros put around the body: they may block on it.
        is_watched: is_async || !names.has_async,
        allowances: Allowances::new(rule),
        pressure,
        report,
        homes: Vec::new(),
        slots: 0,
        is_awaited: false,
        changes: 0,
    };
    calls.home(&mut item.block);
}

/// Walks over a body from the leaves up.
struct Calls<'a> {
    private: &'a Private,
    options: &'a Options,
    table: Table,
    /// The names that patterns bind, those of a `let` only behind it: what is called by one may be a closure.
    bound: HashSet<String>,
    /// Names of closures that are only handed to what insulates them.
    handed: HashSet<String>,
    scopes: Scopes,
    /// What is called here runs on a worker thread.
    is_watched: bool,
    allowances: Allowances,
    /// For `#[explicit_backpressure]`, where the walk is.
    pressure: Option<Pressure>,
    report: &'a mut Report,
    /// The bodies around the place where the walk is.
    homes: Vec<Home>,
    /// How many slots there are, to name them.
    slots: usize,
    /// What comes next is a future.
    is_awaited: bool,
    /// How much was changed, to see whether tokens of a macro were.
    changes: usize,
}

/// A body, and what is asked behind it, where all types are known.
#[derive(Default)]
struct Home {
    /// How many bodies and conditions deep it is.
    depth: usize,
    slots: TokenStream,
    checks: TokenStream,
}

impl Calls<'_> {
    /// An argument of a call that may insulate closures.
    fn argument(&mut self, argument: &mut Expr, insulates: bool) {
        match argument {
            Expr::Closure(_) if insulates => self.closure(argument, false),
            Expr::Paren(paren) if insulates => self.argument(&mut paren.expr, true),
            Expr::Cast(cast) if insulates => self.argument(&mut cast.expr, true),
            Expr::Block(block) if insulates && block.label.is_none() => {
                self.block(&mut block.block, true);
            }
            Expr::Call(call) if insulates && is_box(&call.func) => {
                call.args.iter_mut().for_each(|argument| self.argument(argument, true));
            }
            _ => self.visit_expr_mut(argument),
        }
    }

    fn call(&mut self, expr: &mut Expr) {
        self.arguments(expr);
        self.called(expr, Use::Other);
    }

    fn expression(&mut self, expr: &mut Expr, is_awaited: bool) {
        match expr {
            Expr::Call(_) | Expr::MethodCall(_) if is_awaited => self.arguments(expr),
            Expr::Call(_) | Expr::MethodCall(_) => self.call(expr),
            Expr::Async(block) => {
                let borrows = block.capture.is_none();
                if borrows {
                    self.scopes.borrowing(&Expr::Async(block.clone()));
                }
                self.nested(true, |calls| calls.home(&mut block.block));
                if borrows {
                    self.scopes.leave();
                }
            }
            Expr::Closure(closure) => {
                let is_watched = self.is_watched || closure.asyncness.is_some();
                self.closure(expr, is_watched);
            }
            Expr::Macro(called) => {
                self.visit_macro_mut(&mut called.mac);
                self.called(expr, Use::Other);
            }
            Expr::Await(awaited) => {
                self.future(&mut awaited.base);
            }
            Expr::ForLoop(_) => {
                visit_mut::visit_expr_mut(self, expr);
                self.called(expr, Use::Other);
            }
            Expr::Const(_) => {}
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn closure(&mut self, expr: &mut Expr, is_watched: bool) {
        let borrows = matches!(expr, Expr::Closure(closure) if closure.capture.is_none());
        if borrows {
            self.scopes.borrowing(expr);
        }
        if let Expr::Closure(closure) = expr {
            self.nested(is_watched, |calls| match &mut *closure.body {
                Expr::Block(body) if is_watched && body.label.is_none() => {
                    calls.home(&mut body.block);
                }
                body => calls.visit_expr_mut(body),
            });
        }
        if borrows {
            self.scopes.leave();
        }
    }

    /// A block, and whether what it gives goes to where closures are insulated.
    fn block(&mut self, block: &mut Block, insulates: bool) {
        let last = block.stmts.len().saturating_sub(1);
        let walk = |(index, stmt)| self.statement(stmt, insulates && index == last);
        let fronts: Vec<TokenStream> = block.stmts.iter_mut().enumerate().map(walk).collect();
        if fronts.iter().all(TokenStream::is_empty) {
            return;
        }
        self.changes += 1;
        let stmts = std::mem::take(&mut block.stmts);
        for (stmt, front) in stmts.into_iter().zip(fronts) {
            if !front.is_empty() {
                block.stmts.push(generated(front));
            }
            block.stmts.push(stmt);
        }
    }

    /// What is awaited: a call that gives it is none that blocks.
    fn future(&mut self, expr: &mut Expr) {
        self.is_awaited = true;
        self.visit_expr_mut(expr);
    }

    /// What a macro is made of.
    fn opened(&mut self, opened: &mut Opened) {
        match opened {
            Opened::Select(select) => {
                self.arms(&mut select.arms);
                select.otherwise.iter_mut().for_each(|(_, _, expr)| self.visit_expr_mut(expr));
            }
            Opened::Fused(select) => {
                self.arms(&mut select.arms);
                select.others.iter_mut().for_each(|(_, _, expr)| self.visit_expr_mut(expr));
            }
            Opened::Join { futures, .. } => futures.iter_mut().for_each(|expr| self.future(expr)),
            Opened::Arguments { .. } => {
                opened.expressions_mut().into_iter().for_each(|expr| self.visit_expr_mut(expr));
            }
        }
    }

    /// What a call is made of.
    fn arguments(&mut self, expr: &mut Expr) {
        let (insulates, arguments) = match expr {
            Expr::Call(call) => {
                self.visit_expr_mut(&mut call.func);
                (name_of(&call.func).is_some_and(insulates), &mut call.args)
            }
            Expr::MethodCall(call) => {
                self.visit_expr_mut(&mut call.receiver);
                (insulates(&call.method), &mut call.args)
            }
            _ => return,
        };
        for argument in arguments {
            self.argument(argument, insulates);
        }
    }

    fn is_handed(&self, pat: &Pat) -> bool {
        matches!(pat, Pat::Ident(pat) if self.handed.contains(&pat.ident.unraw().to_string()))
    }

    /// A body of its own.
    fn nested(&mut self, is_watched: bool, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.is_watched, is_watched);
        self.allowances.enter();
        walk(self);
        self.allowances.leave();
        self.is_watched = outer;
    }

    /// What may not be there, going by its attributes.
    fn conditional(&mut self, attrs: &[Attribute], walk: impl FnOnce(&mut Self)) {
        let is_conditional = attrs.iter().any(|attribute| attribute.path().is_ident("cfg"));
        if is_conditional {
            self.allowances.enter();
            self.scopes.conditional();
        }
        walk(self);
        if is_conditional {
            self.scopes.leave();
            self.allowances.leave();
        }
    }

    /// Walks over a body that has checks behind it.
    // let __callee0 = P::slot(); if true { BODY } else { CHECKS; loop {} }
    fn home(&mut self, block: &mut Block) {
        self.homes.push(Home { depth: self.allowances.depth(), ..Home::default() });
        self.visit_block_mut(block);
        let Some(Home { slots, checks, .. }) = self.homes.pop() else { return };
        if slots.is_empty() {
            return;
        }
        self.changes += 1;
        if checks.is_empty() {
            block.stmts.insert(0, generated(slots));
            return;
        }
        let at = span::glue(block.brace_token.span.open());
        let stmts = std::mem::take(&mut block.stmts);
        block.stmts = vec![generated(slots), branched(stmts, &checks, at)];
    }

    /// A statement, and what has to stand in front of it.
    fn statement(&mut self, stmt: &mut Stmt, insulates: bool) -> TokenStream {
        let taken = self.allowances.take(stmt);
        self.changes += taken.len();
        let cfgs = super::parameters::cfgs(attrs::of_stmt(stmt));
        let count = taken.len();
        for attribute in taken {
            self.allowances.begin(attribute, self.report);
        }
        self.scopes.statement(stmt);
        self.conditional(&cfgs, |calls| match stmt {
            Stmt::Expr(expr, None) if insulates => calls.argument(expr, true),
            Stmt::Local(local) if calls.is_handed(&local.pat) => {
                if let Some(init) = &mut local.init {
                    calls.argument(&mut init.expr, true);
                }
            }
            _ => calls.visit_stmt_mut(stmt),
        });
        if let Stmt::Local(local) = stmt {
            let mut names = scopes::Names::default();
            names.visit_pat(&local.pat);
            self.bound.extend(names.0);
        }
        let checks = self.scopes.leave();
        let mut front = match checks.is_empty() {
            true => TokenStream::new(),
            false => Self::dead(&checks, span::glue(span::ends(stmt).0)),
        };
        for _ in 0..count {
            let ended = self.allowances.end(self.private, &cfgs, self.report);
            front.extend(ended.front);
            if let Some(home) = self.homes.last_mut() {
                home.slots.extend(ended.slots);
            }
        }
        front
    }
}

impl Calls<'_> {
    fn arms(&mut self, arms: &mut [SelectArm]) {
        for SelectArm { future, condition, handler, .. } in arms {
            self.future(future);
            condition.iter_mut().for_each(|expr| self.visit_expr_mut(expr));
            self.visit_expr_mut(handler);
        }
    }
}

impl VisitMut for Calls<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.block(block, false);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if self.pressed(expr) {
            return;
        }
        let is_awaited = std::mem::take(&mut self.is_awaited);
        let attrs = attrs::of_expr(expr).to_vec();
        self.conditional(&attrs, |calls| calls.expression(expr, is_awaited));
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if self.pressed_stmt(stmt) {
            return;
        }
        match stmt {
            Stmt::Expr(expr @ (Expr::Call(_) | Expr::MethodCall(_)), Some(_))
                if self.pressure.is_none() =>
            {
                self.call(expr);
            }
            Stmt::Macro(called) => {
                self.visit_macro_mut(&mut called.mac);
                // An attribute may remove the statement, but not what is in the place of it.
                if called.attrs.is_empty() && self.pressure.is_none() {
                    let mac = called.mac.clone();
                    let mut expr = Expr::Macro(ExprMacro { attrs: Vec::new(), mac });
                    self.called(&mut expr, Use::Other);
                    if !matches!(expr, Expr::Macro(_)) {
                        *stmt = Stmt::Expr(expr, called.semi_token);
                    }
                }
            }
            _ => visit_mut::visit_stmt_mut(self, stmt),
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let attrs = arm.attrs.clone();
        self.conditional(&attrs, |calls| visit_mut::visit_arm_mut(calls, arm));
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        let attrs = field.attrs.clone();
        self.conditional(&attrs, |calls| visit_mut::visit_field_value_mut(calls, field));
    }

    fn visit_expr_repeat_mut(&mut self, repeat: &mut ExprRepeat) {
        // The length is a constant.
        self.visit_expr_mut(&mut repeat.expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let Some(mut opened) = self.table.take(mac) else { return };
        let before = self.changes;
        if !self.pressed_macro(mac, &mut opened) {
            self.opened(&mut opened);
        }
        if self.changes > before {
            mac.tokens = opened.to_token_stream();
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr_mut(&mut guard.guard);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_path_mut(&mut self, _: &mut Path) {}

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}

/// The last segment of what is called.
fn name_of(callee: &Expr) -> Option<&Ident> {
    match peeled(callee) {
        Expr::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// What is in the parentheses.
fn peeled(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => peeled(&paren.expr),
        _ => expr,
    }
}

fn is_box(callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|name| name == "new") && names.next().is_some_and(|of| of == "Box")
}

/// What a function calls and hands on by name, and whether it has an `async` block.
#[derive(Default)]
struct Names {
    handed: HashSet<String>,
    called: HashSet<String>,
    has_async: bool,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(name) = name_of(&call.func) {
            self.called.insert(name.unraw().to_string());
            self.arguments(&call.args, insulates(name));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.arguments(&call.args, insulates(&call.method));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.has_async = true;
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.has_async |= closure.asyncness.is_some();
        visit::visit_expr_closure(self, closure);
    }
}

impl Names {
    fn arguments<'ast>(
        &mut self,
        arguments: impl IntoIterator<Item = &'ast Expr>,
        insulates: bool,
    ) {
        for argument in arguments {
            if let Expr::Path(path) = argument
                && let Some(name) = path.path.get_ident()
            {
                let names = if insulates { &mut self.handed } else { &mut self.called };
                names.insert(name.unraw().to_string());
            }
        }
    }
}
