//! The walk over a body.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::visit::Visit as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprMacro, ExprRepeat, Item, Local, Macro, Pat, Path, Stmt, Type,
};

use super::super::generated;
use super::super::parameters;
use super::handed::{bound_by, owns_what_it_uses};
use super::homes::is_conditional;
use super::pressure::Use;
use super::spelling::{calls_at_once, is_new, name_of};
use super::{Calls, scopes};
use crate::body::attrs;
use crate::body::flow::opened::Opened;
use crate::body::select::SelectArm;
use crate::catalogue;
use crate::span;

impl Calls<'_> {
    /// An argument of a call that may insulate closures.
    fn argument(&mut self, argument: &mut Expr, insulates: bool) {
        match argument {
            Expr::Closure(_) if insulates => self.closure(argument, false),
            Expr::Paren(paren) if insulates => self.argument(&mut paren.expr, true),
            Expr::If(branch) if insulates => {
                self.visit_expr_mut(&mut branch.cond);
                self.block(&mut branch.then_branch, true);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.argument(otherwise, true);
                }
            }
            Expr::Match(matched) if insulates => {
                self.visit_expr_mut(&mut matched.expr);
                for arm in &mut matched.arms {
                    self.visit_pat_mut(&mut arm.pat);
                    self.argument(&mut arm.body, true);
                }
            }
            Expr::Cast(cast) if insulates => self.argument(&mut cast.expr, true),
            Expr::Block(block) if insulates && block.label.is_none() => {
                self.block(&mut block.block, true);
            }
            Expr::Call(call) if insulates && is_new(&call.func) => {
                call.args.iter_mut().for_each(|argument| self.argument(argument, true));
            }
            _ => self.visit_expr_mut(argument),
        }
    }

    fn call(&mut self, expr: &mut Expr, used: Use) {
        let is_settled = std::mem::take(&mut self.is_settled);
        self.arguments(expr, false);
        self.is_settled = is_settled;
        self.called(expr, used);
        self.is_settled = false;
    }

    fn expression(&mut self, expr: &mut Expr, is_awaited: bool) {
        if !matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) {
            self.is_settled = false;
        }
        match expr {
            Expr::Call(_) | Expr::MethodCall(_) if is_awaited => self.arguments(expr, true),
            Expr::Call(_) | Expr::MethodCall(_) => self.call(expr, Use::Other),
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
            // What the pattern binds is not in scope in what the loop is over.
            Expr::ForLoop(each) => {
                self.visit_expr_mut(&mut each.expr);
                self.called(expr, Use::Other);
                if let Expr::ForLoop(each) = expr {
                    self.visit_pat_mut(&mut each.pat);
                    self.visit_block_mut(&mut each.body);
                }
            }
            Expr::Let(binding) => {
                self.visit_expr_mut(&mut binding.expr);
                self.visit_pat_mut(&mut binding.pat);
            }
            Expr::Try(tried) => {
                self.is_settled = true;
                self.visit_expr_mut(&mut tried.expr);
            }
            Expr::Unsafe(block) => {
                self.scopes.within_unsafe();
                self.visit_block_mut(&mut block.block);
                self.scopes.leave();
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
                body if is_watched => calls.home_of_closure(body),
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
    fn arguments(&mut self, expr: &mut Expr, is_awaited: bool) {
        if let Expr::MethodCall(call) = expr
            && self.pressure.is_none()
            && calls_at_once(&call.method)
        {
            call.args.iter_mut().for_each(|argument| self.handed_on(argument));
        }
        let is_method = matches!(expr, Expr::MethodCall(_));
        let (name, arguments) = match expr {
            Expr::Call(call) => {
                self.visit_expr_mut(&mut call.func);
                (name_of(&call.func), &mut call.args)
            }
            Expr::MethodCall(call) => {
                self.is_settled = true;
                self.visit_expr_mut(&mut call.receiver);
                (Some(&call.method), &mut call.args)
            }
            _ => return,
        };
        let insulates = name.is_some_and(|name| self.options.insulates(name, is_method));
        let may_hand_over = is_awaited && name.is_some_and(|name| !catalogue::runs_here(name));
        for argument in arguments {
            let is_handed_over = may_hand_over && owns_what_it_uses(argument);
            self.argument(argument, insulates || is_handed_over);
        }
    }

    fn is_handed(&self, pat: &Pat) -> bool {
        bound_by(pat).is_some_and(|name| self.handed.contains(&name.unraw().to_string()))
    }

    fn is_called(&self, pat: &Pat) -> bool {
        bound_by(pat).is_some_and(|name| self.called.contains(&name.unraw().to_string()))
    }

    /// A statement, and what has to stand in front of it.
    fn statement(&mut self, stmt: &mut Stmt, insulates: bool) -> TokenStream {
        let taken = attrs::of_stmt_mut(stmt).map(|attrs| self.allowances.take(attrs));
        let taken = taken.unwrap_or_default();
        self.changes += taken.len();
        let cfgs = parameters::cfgs(attrs::of_stmt(stmt));
        let count = taken.len();
        for attribute in taken {
            self.allowances.begin(attribute, self.report);
        }
        self.scopes.statement(stmt, self.home_here());
        self.conditional(&cfgs, |calls| match stmt {
            Stmt::Expr(expr, None) if insulates => calls.argument(expr, true),
            Stmt::Local(local) if calls.is_handed(&local.pat) => {
                if let Some(init) = &mut local.init {
                    calls.argument(&mut init.expr, true);
                }
            }
            Stmt::Local(Local { pat, init: Some(init), .. })
                if calls.pressure.is_none() && calls.is_called(pat) =>
            {
                calls.visit_expr_mut(&mut init.expr);
                calls.handed_on(&mut init.expr);
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

fn is_block_like(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Async(_)
            | Expr::Block(_)
            | Expr::ForLoop(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Match(_)
            | Expr::Unsafe(_)
            | Expr::While(_)
    )
}

impl VisitMut for Calls<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.block(block, false);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if is_conditional(attrs::of_expr(expr)) && !is_block_like(expr) {
            // An element or argument that may not be there: around it nothing can be put.
            return;
        }
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
                self.call(expr, Use::Ignored);
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

    fn visit_local_mut(&mut self, local: &mut Local) {
        // What the pattern binds is in scope behind it.
        if let Some(init) = &mut local.init {
            self.visit_local_init_mut(init);
        }
        self.visit_pat_mut(&mut local.pat);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let taken = self.allowances.take(&mut arm.attrs);
        self.changes += taken.len();
        let count = taken.len();
        for attribute in taken {
            self.allowances.begin(attribute, self.report);
        }
        let attrs = arm.attrs.clone();
        self.conditional(&attrs, |calls| visit_mut::visit_arm_mut(calls, arm));
        for _ in 0..count {
            let ended = self.allowances.end(self.private, &[], self.report);
            // It is asked in front of the statement that the arm is in.
            self.scopes.in_front(self.home_here(), ended.front);
            if let Some(home) = self.homes.last_mut() {
                home.slots.extend(ended.slots);
            }
        }
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
        self.scopes.bind(pat);
        if let Pat::Guard(guard) = pat {
            self.visit_expr_mut(&mut guard.guard);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_path_mut(&mut self, _: &mut Path) {}

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}
