//! Statements, blocks, branches and loops.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{
    Block, Expr, ExprForLoop, ExprIf, ExprLet, ExprMatch, ExprWhile, Label, Local, Pat, Stmt,
};

use super::expressions::Use;
use super::state::{Id, State};
use super::walker::Walker;
use super::{Only, key, pattern, shape};
use crate::body::attrs;
use crate::check::lock::is_allowance;

impl<'a> Walker<'a> {
    pub(super) fn statements(&mut self, stmts: &'a [Stmt]) {
        self.statements_for(stmts, Use::Value);
    }

    /// The value of the last one is used. The result is the temporaries made for it.
    fn statements_for(&mut self, stmts: &'a [Stmt], used: Use) -> Vec<Id> {
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
        let mut carried = BTreeSet::new();
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

    /// A condition, with `let`s in it or not. The result is what is alive where it does not hold.
    fn condition(&mut self, expr: &'a Expr) -> State {
        match expr {
            Expr::Let(matched) => self.let_condition(matched),
            Expr::Binary(both) if matches!(both.op, syn::BinOp::And(_)) && has_let(expr) => {
                let mut fails = self.condition(&both.left);
                fails.join(&self.condition(&both.right));
                fails
            }
            _ => {
                self.terminated(|walker| walker.walk(expr, Use::Value));
                let mut fails = self.place.state.clone();
                if let Some((asked, is_empty_if)) = shape::asks_if_empty(expr)
                    && let Some(id) = self.binding(asked)
                {
                    if is_empty_if {
                        self.end(id);
                    } else {
                        fails.end(id);
                    }
                }
                fails
            }
        }
    }

    fn let_condition(&mut self, matched: &'a ExprLet) -> State {
        let before = self.place.temporaries.len();
        let whole = self.scrutinee(&matched.expr);
        let mut fails = self.place.state.clone();
        // In edition 2024 they are gone, and in doubt nothing is alive.
        self.place.temporaries[before..].iter().for_each(|id| fails.end(*id));
        if let Some(id) = whole.or_else(|| self.binding(shape::referent(&matched.expr)))
            && !pattern::is_empty(&matched.pat)
        {
            fails.end(id);
        }
        self.matched(whole, &matched.pat, pattern::takes(&matched.pat));
        self.declare_of(&matched.pat, &matched.expr, true);
        fails
    }

    /// Reads what is matched. The result is the binding or the temporary that it is.
    fn scrutinee(&mut self, expr: &'a Expr) -> Option<Id> {
        let temporaries = self.place.temporaries.len();
        self.walk(expr, Use::Place);
        match shape::unparenthesized(expr) {
            Expr::Path(path) => path.path.get_ident().and_then(|name| self.resolve(name)),
            // Its own is the last one that was made.
            inner if shape::is_value(inner) && self.place.temporaries.len() > temporaries => {
                self.place.temporaries.last().copied()
            }
            _ => None,
        }
    }

    fn matched(&mut self, whole: Option<Id>, pat: &Pat, takes: bool) {
        if let Some(id) = whole
            && (takes || pattern::is_empty(pat))
        {
            self.take(id);
        }
    }

    pub(super) fn if_(&mut self, branch: &'a ExprIf, used: Use) {
        let used = if matches!(used, Use::Extended(_)) { used } else { Use::Value };
        let before = self.place.temporaries.len();
        let (fails, made) = self.scoped(|walker| {
            let fails = walker.condition(&branch.cond);
            let made = walker.made_for(&branch.cond, before);
            walker.statements_for(&branch.then_branch.stmts, used);
            (fails, made)
        });
        self.end_temporaries(before);
        let call = self.last_call_of(&branch.then_branch.stmts);
        let holds = (std::mem::replace(&mut self.place.state, fails), call);
        let mut call = None;
        if let Some((_, otherwise)) = &branch.else_branch {
            self.terminated(|walker| {
                made.into_iter().for_each(|id| walker.temporary_if(id, Only::Before2024));
                walker.walk(otherwise, used);
            });
            call = self.last_call(otherwise);
        }
        let fails = (self.place.state.clone(), call);
        self.meet(vec![holds, fails]);
    }

    /// The temporaries of `if let` apart from the one that is matched, which holds nothing where the
    /// pattern does not match.
    fn made_for(&self, cond: &Expr, before: usize) -> Vec<Id> {
        let Expr::Let(matched) = cond else { return Vec::new() };
        let mut made = self.place.temporaries[before..].to_vec();
        if shape::is_value(shape::unparenthesized(&matched.expr)) {
            made.pop();
        }
        made
    }

    pub(super) fn match_(&mut self, branch: &'a ExprMatch, used: Use) {
        let used = if matches!(used, Use::Extended(_)) { used } else { Use::Value };
        let whole = self.scrutinee(&branch.expr);
        let is_binding =
            whole.is_some() && matches!(shape::unparenthesized(&branch.expr), Expr::Path(_));
        // A binding of which some arm takes a part is empty in the others.
        let takes_part = is_binding && branch.arms.iter().any(|arm| pattern::takes(&arm.pat));
        let referent = self.binding(shape::referent(&branch.expr));
        // Behind an arm that takes all that is full, a wildcard gets what is empty.
        let mut is_full_taken = false;
        let start = self.place.state.clone();
        let mut ends = Vec::new();
        for arm in &branch.arms {
            self.place.state = start.clone();
            let cfgs = self.cfgs.len();
            self.cfgs.extend(pattern::conditions(&arm.attrs));
            self.scoped(|walker| {
                let is_rest = is_full_taken && pattern::is_wild(&arm.pat);
                walker.matched(whole, &arm.pat, is_rest || takes_part || pattern::takes(&arm.pat));
                if (is_rest || pattern::is_empty(&arm.pat))
                    && let Some(id) = referent
                {
                    walker.end(id);
                }
                walker.declare_of(&arm.pat, &branch.expr, true);
                if let Pat::Guard(guard) = &arm.pat {
                    walker.terminated(|walker| walker.walk(&guard.guard, Use::Value));
                }
                walker.terminated(|walker| walker.walk(&arm.body, used));
            });
            self.cfgs.truncate(cfgs);
            is_full_taken |= pattern::is_full(&arm.pat);
            let call = self.last_call(&arm.body);
            ends.push((self.place.state.clone(), call));
        }
        if !ends.is_empty() {
            self.meet(ends);
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
                && let Some(id) = shape::emptied_by(&matched.expr).and_then(|of| walker.binding(of))
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

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) => has_let(&both.left) || has_let(&both.right),
        _ => false,
    }
}
