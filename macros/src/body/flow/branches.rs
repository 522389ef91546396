//! Branches and their conditions.

use syn::{Expr, ExprIf, ExprLet, ExprMatch, Pat};

use super::expressions::Use;
use super::state::{Id, State};
use super::walker::Walker;
use super::{Only, methods, pattern, shape};

impl<'a> Walker<'a> {
    /// A condition, with `let`s in it or not. The result is what is alive where it does not hold.
    pub(super) fn condition(&mut self, expr: &'a Expr) -> State {
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
                if let Some((asked, is_empty_if)) = methods::asks_if_empty(expr)
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
        if let Some(id) = whole.or_else(|| self.binding(methods::referent(&matched.expr)))
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
        let referent = self.binding(methods::referent(&branch.expr));
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
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) => has_let(&both.left) || has_let(&both.right),
        _ => false,
    }
}
