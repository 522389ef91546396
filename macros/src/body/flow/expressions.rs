//! Expressions, in the order in which they are evaluated.

use syn::{BinOp, Expr, ExprBinary, ExprCall, ExprField, ExprMethodCall, Ident, UnOp};

use super::state::{Id, State};
use super::walker::Walker;
use super::{Only, methods, shape};
use crate::span;

/// What becomes of the value of an expression.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Use {
    /// It is moved.
    Value,
    /// It is looked at where it is: borrowed, matched, dereferenced.
    Place,
    /// It is awaited.
    Future,
    /// It is an operand: moved into what is made of the operands once all are evaluated, and
    /// alive until then. If that is awaited, it is alive until that is over.
    Operand,
    /// A binding is made of it: the temporary in `&EXPR` lives as long. Whether it stands under `&`.
    Extended(bool),
    /// It is the receiver of a method that takes it by value: an operand of no expected type.
    Receiver,
}

impl<'a> Walker<'a> {
    pub(super) fn walk(&mut self, expr: &'a Expr, used: Use) {
        if let Use::Extended(is_referred_to) = used {
            return self.extended(expr, is_referred_to);
        }
        match expr {
            Expr::Array(array) => self.operands(&array.elems, used),
            Expr::Assign(assign) if matches!(*assign.left, Expr::Infer(_)) => {
                self.terminated(|walker| walker.walk(&assign.right, Use::Place));
            }
            Expr::Assign(assign) => {
                self.walk(&assign.right, Use::Value);
                self.assigned(&assign.left, !shape::is_empty(&assign.right));
            }
            Expr::Async(block) => self.async_block(block),
            Expr::Await(awaited) => {
                let before = self.place.in_flight.len();
                self.walk(&awaited.base, Use::Future);
                match (self.slot_of)(awaited) {
                    Some(ends) => self.slot_awaited(ends),
                    None => self.awaited(awaited.await_token.span),
                }
                self.landed(before);
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Block(block) => self.block(block.label.as_ref(), &block.block, used),
            Expr::Break(jump) => {
                if let Some(value) = &jump.expr {
                    self.walk(value, Use::Value);
                }
                self.jump(jump.label.as_ref().map(|label| &label.ident), false);
            }
            Expr::Call(call) => self.call(call, used),
            Expr::Cast(cast) => self.walk(&cast.expr, Use::Place),
            Expr::Closure(closure) => self.closure(closure),
            Expr::Const(block) => self.block(None, &block.block, used),
            Expr::Continue(jump) => {
                self.jump(jump.label.as_ref().map(|label| &label.ident), true);
            }
            Expr::Field(field) => self.field(expr, field, used),
            Expr::ForLoop(repeated) => self.for_(repeated),
            Expr::Group(group) => return self.walk(&group.expr, used),
            Expr::If(branch) => self.if_(branch, used),
            Expr::Index(index) => {
                self.walk(&index.expr, Use::Place);
                self.walk(&index.index, Use::Value);
            }
            Expr::Let(matched) => self.walk(&matched.expr, Use::Place),
            Expr::Loop(repeated) => self.loop_(repeated.label.as_ref(), &repeated.body),
            Expr::Macro(called) => self.called(&called.mac),
            Expr::Match(branch) => self.match_(branch, used),
            Expr::MethodCall(call) => self.method(call, used),
            Expr::Paren(paren) => return self.walk(&paren.expr, used),
            Expr::Path(path) => {
                if let Some(name) = path.path.get_ident() {
                    self.name(name, used);
                }
            }
            Expr::Range(range) => {
                range.start.iter().chain(&range.end).for_each(|end| self.walk(end, Use::Value));
            }
            Expr::RawAddr(address) => self.walk(&address.expr, Use::Place),
            Expr::Reference(reference) => {
                self.walk(&reference.expr, Use::Place);
                if reference.mutability.is_some() {
                    self.filled(&reference.expr);
                }
            }
            Expr::Repeat(repeat) => self.walk(&repeat.expr, Use::Value),
            Expr::Return(leave) => {
                if let Some(value) = &leave.expr {
                    self.walk(value, Use::Value);
                }
                self.place.state = State::nowhere();
            }
            Expr::Struct(literal) => {
                self.operands(literal.fields.iter().map(|field| &field.expr), used);
                if let Some(rest) = &literal.rest {
                    self.walk(rest, Use::Value);
                }
            }
            Expr::Try(tried) => self.walk(&tried.expr, Use::Value),
            Expr::TryBlock(block) => self.block(None, &block.block, used),
            Expr::Tuple(tuple) => self.operands(&tuple.elems, used),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) | UnOp::Not(_) | UnOp::Neg(_) => {
                    self.walk(&unary.expr, Use::Place);
                }
                _ => self.walk(&unary.expr, Use::Value),
            },
            Expr::Unsafe(block) => self.block(None, &block.block, used),
            Expr::While(repeated) => self.while_(repeated),
            Expr::Verbatim(tokens) => self.unknown(tokens),
            _ => {}
        }
        if shape::is_diverging(expr) {
            self.place.state = State::nowhere();
        }
        self.result(expr, used);
    }

    /// The value of an expression, which is in a temporary if it is not moved.
    fn result(&mut self, expr: &'a Expr, used: Use) {
        if !shape::is_value(expr) {
            return;
        }
        match used {
            Use::Value | Use::Future | Use::Extended(_) => {}
            Use::Place => {
                self.temporary(expr);
            }
            Use::Operand | Use::Receiver => {
                if (used == Use::Receiver || shape::is_free_standing(expr))
                    && let Some(id) = self.moved_temporary(expr)
                {
                    self.place.in_flight.push(id);
                }
            }
        }
    }

    /// What was moved into the awaited future is gone with it. Bindings were left before.
    pub(super) fn landed(&mut self, before: usize) {
        for id in self.place.in_flight.split_off(before) {
            if self.things[id].name.is_none() {
                self.end(id);
            }
        }
    }

    /// Operands of what stays where it is, as a temporary.
    fn settled(&mut self, before: usize) {
        let settled = self.place.in_flight.split_off(before);
        settled.iter().for_each(|id| self.begin(*id));
        self.place.temporaries.extend(settled);
    }

    /// What a value is made of, which lands in it, or flies on with it.
    pub(super) fn operands(&mut self, exprs: impl IntoIterator<Item = &'a Expr>, used: Use) {
        let before = self.place.in_flight.len();
        exprs.into_iter().for_each(|expr| self.walk(expr, Use::Operand));
        if !matches!(used, Use::Operand | Use::Receiver) {
            self.landed(before);
        }
    }

    fn name(&mut self, name: &Ident, used: Use) {
        let Some(id) = self.resolve(name) else { return };
        self.used.insert(id);
        self.named_again(id);
        match used {
            Use::Place | Use::Extended(_) => {}
            Use::Value | Use::Future => self.take(id),
            Use::Operand | Use::Receiver => {
                let flying = self.with_carried(id);
                self.take(id);
                self.place.in_flight.extend(flying);
            }
        }
    }

    fn field(&mut self, expr: &'a Expr, field: &'a ExprField, used: Use) {
        let Some(id) = self.binding(whole(expr)) else {
            return self.walk(&field.base, Use::Place);
        };
        self.used_in_part.insert(id);
        self.named_again(id);
        if !matches!(used, Use::Value | Use::Operand) || !self.place.state.is_alive(id) {
            return;
        }
        // It is moved, or copied.
        if used == Use::Operand {
            self.place.in_flight.push(id);
        }
        match self.part(expr) {
            Some(part) => self.part_from(id, [part]),
            None => self.end(id),
        }
    }

    fn assigned(&mut self, target: &'a Expr, is_alive: bool) {
        match target {
            Expr::Path(path) => {
                let Some(id) = path.path.get_ident().and_then(|name| self.resolve(name)) else {
                    return;
                };
                self.used.insert(id);
                self.end(id);
                if is_alive {
                    self.begin(id);
                }
            }
            Expr::Paren(paren) => self.assigned(&paren.expr, is_alive),
            Expr::Tuple(tuple) => {
                tuple.elems.iter().for_each(|elem| self.assigned(elem, is_alive));
            }
            Expr::Array(array) => {
                array.elems.iter().for_each(|elem| self.assigned(elem, is_alive));
            }
            Expr::Call(call) => call.args.iter().for_each(|arg| self.assigned(arg, is_alive)),
            Expr::Struct(literal) => {
                literal.fields.iter().for_each(|field| self.assigned(&field.expr, is_alive));
            }
            Expr::Infer(_) => {}
            _ => self.walk(target, Use::Place),
        }
    }

    /// The binding that the expression is the name of.
    pub(super) fn binding(&self, expr: &Expr) -> Option<Id> {
        match shape::unparenthesized(expr) {
            Expr::Path(path) => path.path.get_ident().and_then(|name| self.resolve(name)),
            _ => None,
        }
    }

    /// Something may have been put into it.
    fn filled(&mut self, expr: &Expr) {
        if let Some(id) = self.binding(expr) {
            self.begin(id);
        }
    }

    /// Nothing is left in it.
    fn emptied(&mut self, expr: &Expr) {
        if let Some(id) = self.binding(expr) {
            self.take(id);
        }
    }

    fn binary(&mut self, binary: &'a ExprBinary) {
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) => {
                self.terminated(|walker| walker.walk(&binary.left, Use::Value));
                let short = self.place.state.clone();
                self.terminated(|walker| walker.walk(&binary.right, Use::Value));
                self.place.state.join(&short);
            }
            // Of numbers the right side is first, but a reference is none.
            _ if matches!(shape::unparenthesized(&binary.right), Expr::Reference(_)) => {
                self.walk(&binary.left, Use::Place);
                self.walk(&binary.right, Use::Place);
            }
            BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_) => {
                self.walk(&binary.right, Use::Place);
                self.walk(&binary.left, Use::Place);
            }
            _ => {
                self.walk(&binary.left, Use::Place);
                self.walk(&binary.right, Use::Place);
            }
        }
    }

    fn call(&mut self, call: &'a ExprCall, used: Use) {
        self.walk(&call.func, Use::Place);
        let called = self.binding(&call.func).filter(|id| self.called_once.contains(id));
        let before = self.place.in_flight.len();
        let is_awaited = matches!(used, Use::Future | Use::Operand) && shape::adapts_future(call);
        let used_args = if is_awaited { Use::Future } else { Use::Operand };
        call.args.iter().for_each(|arg| self.walk(arg, used_args));
        let flies_on = used != Use::Value && used != Use::Place && shape::is_constructor(call);
        if used == Use::Place && shape::is_constructor(call) {
            self.settled(before);
        } else if !(used == Use::Future || is_awaited || flies_on) {
            self.landed(before);
        }
        called.into_iter().for_each(|id| self.take(id));
        if shape::is_drop(call) {
            call.args.iter().for_each(|arg| self.emptied(whole(arg)));
        }
        if (shape::is_take(call) || shape::is_replaced_by_nothing(call))
            && let Some(Expr::Reference(taken)) = call.args.first()
        {
            self.emptied(&taken.expr);
        }
    }

    fn method(&mut self, call: &'a ExprMethodCall, used: Use) {
        let method = call.method.to_string();
        let before = self.place.in_flight.len();
        let receiver = match used {
            Use::Future if methods::is_future_adapter(&method) => Use::Future,
            _ if methods::takes_receiver(&method) || methods::is_adapter(call) => Use::Receiver,
            _ => Use::Place,
        };
        let changed = self.binding(&call.receiver).filter(|id| self.may_be_alive(*id));
        let taken = changed.filter(|_| receiver == Use::Receiver);
        let perhaps_taken =
            changed.filter(|_| receiver == Use::Place && methods::may_take_receiver(&method));
        self.walk(&call.receiver, receiver);
        let arguments = self.place.in_flight.len();
        call.args.iter().for_each(|arg| self.walk(arg, Use::Operand));
        if used != Use::Future {
            self.landed(before);
        } else if receiver == Use::Receiver {
            // What it is the method of made a future, which need not have it in it.
            self.place.in_flight.drain(before..arguments);
        }
        if let Some(id) = taken
            && !methods::takes_anything(&method)
        {
            self.begin_if(id, Only::Transparent);
            self.begin_if(id, Only::UsedAgain);
        }
        if methods::empties_receiver(call) {
            self.emptied(&call.receiver);
        } else if let Some(id) = perhaps_taken.or_else(|| {
            self.binding(&call.receiver)
                .filter(|_| methods::may_take_receiver(&method) && methods::fills_receiver(&method))
        }) {
            self.place.state.end(id);
            self.begin_if(id, Only::Kept);
        } else if methods::fills_receiver(&method) {
            self.filled(&call.receiver);
        }
    }

    /// Tokens that cannot be read. They may await, and take what they name.
    pub(super) fn unknown(&mut self, tokens: &proc_macro2::TokenStream) {
        let mut words = std::collections::BTreeSet::new();
        span::words(tokens, &mut words);
        if words.contains("await") {
            self.awaited(span::ends(tokens).0);
        }
        for id in self.named(&words) {
            self.used.insert(id);
            self.take(id);
        }
    }
}

/// `a` of `a.b.c`: what is left of it after a part is dropped counts as dropped.
fn whole(expr: &Expr) -> &Expr {
    match expr {
        Expr::Field(field) => whole(&field.base),
        Expr::Paren(paren) => whole(&paren.expr),
        _ => expr,
    }
}
