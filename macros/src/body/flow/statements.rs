//! Statements, blocks and loops.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{Block, Expr, ExprForLoop, ExprWhile, Label, Local, Pat, Stmt};

use super::expressions::Use;
use super::state::{Id, State};
use super::walker::Walker;
use super::{Only, key, methods, pattern, shape};
use crate::body::attrs;
use crate::check::lock::is_allowance;

impl<'a> Walker<'a> {
    pub(super) fn statements(&mut self, stmts: &'a [Stmt]) {
        self.statements_for(stmts, Use::Value);
    }

    /// The value of the last one is used. The result is the temporaries made for it.
    pub(super) fn statements_for(&mut self, stmts: &'a [Stmt], used: Use) -> Vec<Id> {
        self.scoped(|walker| match stmts.split_last() {
            Some((Stmt::Expr(tail, None), stmts)) if attrs::of_expr(tail).is_empty() => {
                stmts.iter().for_each(|stmt| walker.statement(stmt));
                let before = walker.place.temporaries.len();
                walker.walk(tail, used);
                let made = walker.place.temporaries[before..].iter().copied();
                let made = made.filter(|id| walker.place.state.is_alive(*id)).collect();
                walker.end_temporaries(before);
                walker.perhaps_consumed(tail);
                made
            }
            _ => {
                stmts.iter().for_each(|stmt| walker.statement(stmt));
                Vec::new()
            }
        })
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        let (cfgs, allowances) = (self.cfgs.len(), self.allowances.len());
        let attrs = attrs::of_stmt(stmt);
        self.cfgs.extend(pattern::conditions(attrs));
        if attrs.iter().any(is_allowance) {
            self.allowances.push(key(stmt));
        }
        let before = if cfgs < self.cfgs.len() { Some(self.place.state.clone()) } else { None };
        match stmt {
            Stmt::Local(local) => self.local(local),
            Stmt::Expr(expr, _) => {
                self.terminated(|walker| walker.walk(expr, Use::Value));
                self.perhaps_consumed(expr);
            }
            Stmt::Macro(called) => self.terminated(|walker| walker.called(&called.mac)),
            Stmt::Item(_) => {}
        }
        // It may not be there.
        if let Some(before) = before
            && !self.place.state.is_reachable()
        {
            self.place.state.join(&before);
        }
        self.cfgs.truncate(cfgs);
        self.allowances.truncate(allowances);
    }

    fn local(&mut self, local: &'a Local) {
        let Some(init) = &local.init else {
            let is_plain = self.place.is_local;
            self.declare(&local.pat, is_plain, false);
            return;
        };
        let before: BTreeSet<Id> = self.place.state.alive().collect();
        let is_name = matches!(local.pat, Pat::Ident(_) | Pat::Type(_));
        let is_by_reference = matches!(&local.pat, Pat::Ident(pat) if pat.by_ref.is_some());
        let is_extended = is_by_reference || shape::is_extending(&init.expr);
        let is_carrier = shape::is_carrier(&init.expr);
        let lasting = self.lasting.len();
        let (mut carried, mut stored) = (BTreeSet::new(), BTreeSet::new());
        let opened = self
            .binding(&init.expr)
            .filter(|id| !is_name && pattern::takes(&local.pat) && self.place.state.is_alive(*id));
        self.terminated(|walker| {
            if is_extended {
                walker.extended(&init.expr, is_by_reference);
            } else if pattern::is_wild(&local.pat) {
                walker.walk(&init.expr, Use::Place);
                walker.perhaps_consumed(&init.expr);
            } else if is_name && is_carrier {
                let before = walker.place.in_flight.len();
                walker.walk(&init.expr, Use::Operand);
                carried.extend(walker.place.in_flight.split_off(before));
            } else if is_name && let Some(args) = shape::made_of(&init.expr) {
                stored.extend(walker.stored(args));
            } else if is_name {
                walker.walk(&init.expr, Use::Value);
            } else {
                walker.destructured(&init.expr, &local.pat);
            }
        });
        self.keep_lasting(lasting);
        if let Some((_, otherwise)) = &init.diverge {
            let state = self.place.state.clone();
            self.terminated(|walker| walker.walk(otherwise, Use::Value));
            self.place.state = state;
        }
        let declared = self.declare_of(&local.pat, &init.expr, !shape::is_empty(&init.expr));
        if let Some(id) = opened {
            self.part_from(id, declared.iter().copied());
        }
        if let [id] = declared[..]
            && !stored.is_empty()
        {
            self.store(id, stored);
        }
        if let [id] = declared[..]
            && is_carrier
        {
            carried.extend(before.into_iter().filter(|id| !self.place.state.is_alive(*id)));
            carried.remove(&id);
            self.carry(id, carried);
            if self.once.contains(&key_of_closure(&init.expr)) {
                self.called_once.insert(id);
            }
        }
    }

    /// Reads the arguments of what makes something of them. The result is those that it may hold:
    /// what is not asked for by its type is a binding or comes from a lock.
    fn stored(&mut self, args: impl IntoIterator<Item = &'a Expr>) -> Vec<Id> {
        let before = self.place.in_flight.len();
        let mut stored = Vec::new();
        for arg in args {
            let operands = self.place.in_flight.len();
            self.walk(arg, Use::Operand);
            if methods::acquires(arg) || self.binding(arg).is_some() {
                stored.extend_from_slice(&self.place.in_flight[operands..]);
            }
        }
        self.landed(before);
        stored
    }

    /// What is taken apart by a pattern is moved if the pattern takes something.
    fn destructured(&mut self, expr: &'a Expr, pat: &Pat) {
        match shape::unparenthesized(expr) {
            Expr::Path(_) if !pattern::takes(pat) => self.walk(expr, Use::Place),
            _ => self.walk(expr, Use::Value),
        }
    }

    /// What a binding refers to: the temporary in `&EXPR` lives as long as the binding.
    pub(super) fn extended(&mut self, expr: &'a Expr, is_referred_to: bool) {
        match expr {
            Expr::Reference(reference) => self.extended(&reference.expr, true),
            Expr::Paren(paren) => self.extended(&paren.expr, is_referred_to),
            Expr::Tuple(tuple) => {
                tuple.elems.iter().for_each(|elem| self.extended(elem, is_referred_to));
            }
            Expr::Array(array) => {
                array.elems.iter().for_each(|elem| self.extended(elem, is_referred_to));
            }
            Expr::Struct(literal) => {
                literal.fields.iter().for_each(|field| self.extended(&field.expr, is_referred_to));
                if let Some(rest) = &literal.rest {
                    self.walk(rest, Use::Value);
                }
            }
            Expr::Call(call) if shape::is_constructor(call) => {
                call.args.iter().for_each(|arg| self.extended(arg, is_referred_to));
            }
            Expr::Block(block) if shape::is_extending(expr) => {
                self.block(block.label.as_ref(), &block.block, Use::Extended(is_referred_to));
            }
            Expr::If(branch) if shape::is_extending(expr) => {
                self.if_(branch, Use::Extended(is_referred_to));
            }
            Expr::Match(branch) if shape::is_extending(expr) => {
                self.match_(branch, Use::Extended(is_referred_to));
            }
            Expr::Unary(unary) if is_referred_to => self.extended(&unary.expr, true),
            Expr::Field(field) if is_referred_to => self.extended(&field.base, true),
            Expr::Index(index) if is_referred_to => {
                self.extended(&index.expr, true);
                self.walk(&index.index, Use::Value);
            }
            _ if !is_referred_to => self.walk(expr, Use::Value),
            _ if shape::is_value(expr) => {
                self.walk(expr, Use::Value);
                self.extended_temporary(expr);
            }
            _ => self.walk(expr, Use::Place),
        }
    }

    pub(super) fn block(&mut self, label: Option<&Label>, block: &'a Block, used: Use) {
        let used = if matches!(used, Use::Extended(_)) { used } else { Use::Value };
        if let Some(label) = label {
            self.enter(Some(label.name.ident.clone()), false);
        }
        let made = self.statements_for(&block.stmts, used);
        made.into_iter()
            .filter(|id| self.things[*id].only.is_none())
            .collect::<Vec<Id>>()
            .into_iter()
            .for_each(|id| self.temporary_if(id, Only::Before2024));
        if label.is_some()
            && let Some(frame) = self.place.frames.pop()
        {
            self.place.state.join(&frame.exits);
        }
    }

    pub(super) fn while_(&mut self, repeated: &'a ExprWhile) {
        let label = label(repeated.label.as_ref());
        self.repeat(label, |walker| {
            let before = walker.place.temporaries.len();
            let fails = walker.scoped(|walker| {
                let fails = walker.condition(&repeated.cond);
                walker.statements(&repeated.body.stmts);
                fails
            });
            walker.end_temporaries(before);
            let mut fails = fails;
            if let Expr::Let(matched) = &*repeated.cond
                && let Some(id) =
                    methods::emptied_by(&matched.expr).and_then(|of| walker.binding(of))
            {
                fails.end(id);
            }
            Some(fails)
        });
    }

    pub(super) fn for_(&mut self, repeated: &'a ExprForLoop) {
        self.walk(&repeated.expr, Use::Value);
        self.repeat(label(repeated.label.as_ref()), |walker| {
            let exhausted = walker.place.state.clone();
            walker.scoped(|walker| {
                let is_plain = walker.place.is_local;
                walker.declare(&repeated.pat, is_plain, true);
                walker.statements(&repeated.body.stmts);
            });
            Some(exhausted)
        });
    }

    pub(super) fn loop_(&mut self, name: Option<&Label>, block: &'a Block) {
        self.repeat(label(name), |walker| {
            walker.statements(&block.stmts);
            None
        });
    }

    /// Walks until nothing changes. What `once` returns is where the loop ends by itself.
    fn repeat(&mut self, label: Option<Ident>, mut once: impl FnMut(&mut Self) -> Option<State>) {
        loop {
            let start = self.place.state.clone();
            self.enter(label.clone(), true);
            let ends = once(self);
            let Some(frame) = self.place.frames.pop() else { return };
            let mut again = start.clone();
            again.join(&self.place.state);
            again.join(&frame.continues);
            if again == start {
                self.place.state = frame.exits;
                if let Some(ends) = ends {
                    self.place.state.join(&ends);
                }
                return;
            }
            self.place.state = again;
        }
    }
}

fn label(label: Option<&Label>) -> Option<Ident> {
    label.map(|label| label.name.ident.clone())
}

fn key_of_closure(expr: &Expr) -> super::Key {
    match shape::unparenthesized(expr) {
        Expr::Closure(closure) => key(closure),
        other => key(other),
    }
}
