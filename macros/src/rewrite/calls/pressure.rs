//! What `#[explicit_backpressure]` asks of a call beyond what it calls: whether its wait is bounded, and
//! whether anybody looks at its outcome.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut as _};
use syn::{Expr, Ident, Local, LocalInit, Macro, Pat, Stmt, UnOp};

use super::variables::name_in;
use super::{Calls, name_of, peeled};
use crate::body::flow::opened::Opened;
use crate::body::select::SelectArm;
use crate::catalogue::Group;
use crate::span;

/// What becomes of what a call returns.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Use {
    Awaited,
    Ignored,
    Other,
}

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct Pressure {
    /// Something ends the waits here.
    pub(super) is_bounded: bool,
    /// What ends the waits of an `async` block that stands here.
    ahead: Ahead,
    /// For where that is not known: the function has to do with time.
    keeps_time: bool,
    /// What is spawned ends with the function.
    is_scope: bool,
    /// The walk is in the async function's own body, or in an `async` block.
    is_inside: bool,
}

#[derive(Clone, Copy)]
enum Ahead {
    /// Something does.
    Bounded,
    /// What ends those around.
    Around,
    /// Not what ends those around: a task outlives them.
    Detached,
    Unknown,
}

/// Methods of futures, and functions, that only wrap what they are given.
const WRAPPERS: &[&str] = &[
    "block_on",
    "boxed",
    "boxed_local",
    "for_each",
    "for_each_concurrent",
    "fuse",
    "in_current_span",
    "instrument",
    "inspect",
    "inspect_err",
    "inspect_ok",
    "join_all",
    "map",
    "map_err",
    "map_ok",
    "or_cancelled",
    "pin",
    "push",
    "then",
    "try_for_each",
    "try_join_all",
];

/// What the names of timers have in them.
const TIMERS: &[&str] = &[
    "deadline", "delay", "elapse", "expire", "interval", "limit", "sleep", "tick", "timeout",
    "timer", "within",
];

impl Pressure {
    pub(super) fn of(
        body: &TokenStream,
        is_async: bool,
        is_bounded: bool,
        is_scope: bool,
    ) -> Pressure {
        let keeps_time = keeps_time(body);
        Pressure { is_bounded, ahead: Ahead::Unknown, keeps_time, is_scope, is_inside: is_async }
    }

    /// What a function that is called with an `async` block does to the waits in it.
    fn in_call(self, callee: &Expr) -> Ahead {
        let spawned = if self.is_scope { Ahead::Around } else { Ahead::Detached };
        name_of(callee).map_or(Ahead::Bounded, |name| bounds(name, self.ahead, spawned))
    }

    /// The same of a method. One that spawns may be that of a scope, or a set that aborts its tasks.
    fn in_method(self, name: &Ident) -> Ahead {
        bounds(name, self.ahead, Ahead::Around)
    }

    /// Whether a row is an error with such a use.
    pub(super) fn counts(self, group: Group, used: Use) -> bool {
        match group {
            Group::Waits => used == Use::Awaited && !self.is_bounded,
            Group::Unbounded | Group::Empty => true,
            Group::Ignored => used == Use::Ignored,
            Group::Always | Group::Io | Group::Contention | Group::Cpu => false,
        }
    }
}

/// What a call of that name does to the waits of the futures in it. In doubt it ends them.
fn bounds(name: &Ident, around: Ahead, spawned: Ahead) -> Ahead {
    if is_wrapper(name) {
        return around;
    }
    let name = name.to_string();
    let spawns = name.starts_with("spawn") && !has_to_do_with_time(&name);
    if spawns { spawned } else { Ahead::Bounded }
}

fn keeps_time(tokens: &TokenStream) -> bool {
    let mut words = std::collections::BTreeSet::new();
    span::words(tokens, &mut words);
    words.iter().any(|word| has_to_do_with_time(word))
}

fn has_to_do_with_time(word: &str) -> bool {
    let word = word.to_lowercase();
    TIMERS.iter().any(|timer| word.contains(timer))
}

impl Calls<'_> {
    /// Walks over an expression, if it is one that `#[explicit_backpressure]` looks at in its own way.
    pub(super) fn pressed(&mut self, expr: &mut Expr) -> bool {
        let Some(outer) = self.pressure else { return false };
        match expr {
            Expr::Await(awaited) => {
                let ahead = Ahead::Around;
                self.pressure = Some(Pressure { ahead, ..outer });
                let user = super::ends::ends_of(&awaited.base).0;
                let checks = self.awaited(&mut awaited.base);
                self.pressure = Some(outer);
                self.inspect_awaited(expr, &checks, user);
            }
            Expr::Async(block) => {
                let is_bounded = match outer.ahead {
                    Ahead::Bounded => true,
                    Ahead::Around => outer.is_bounded,
                    Ahead::Detached => false,
                    Ahead::Unknown => outer.is_bounded || outer.is_inside && outer.keeps_time,
                };
                self.pressure =
                    Some(Pressure { is_bounded, ahead: Ahead::Unknown, is_inside: true, ..outer });
                self.nested(true, |calls| calls.home(&mut block.block));
            }
            Expr::Call(call) => {
                let ahead = outer.in_call(&call.func);
                self.visit_expr_mut(&mut call.func);
                self.pressure = Some(Pressure { ahead, ..outer });
                let is_dropped =
                    call.args.len() == 1 && name_of(&call.func).is_some_and(|name| name == "drop");
                for argument in &mut call.args {
                    if !is_dropped || !self.ignored(argument) {
                        self.visit_expr_mut(argument);
                    }
                }
                self.pressure = Some(outer);
                self.called(expr, Use::Other);
            }
            Expr::MethodCall(call) => {
                let ahead = outer.in_method(&call.method);
                self.pressure = Some(Pressure { ahead, ..outer });
                self.visit_expr_mut(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
                self.pressure = Some(outer);
                self.called(expr, Use::Other);
            }
            Expr::Assign(assign) if matches!(*assign.left, Expr::Infer(_)) => {
                if !self.ignored(&mut assign.right) {
                    self.visit_expr_mut(&mut assign.right);
                }
            }
            Expr::Block(_) | Expr::Closure(_) | Expr::Paren(_) | Expr::Reference(_) => {
                return false;
            }
            _ => {
                self.pressure = Some(Pressure { ahead: Ahead::Unknown, ..outer });
                match expr {
                    Expr::Macro(called) => self.visit_macro_mut(&mut called.mac),
                    Expr::Const(_) => {}
                    _ => visit_mut::visit_expr_mut(self, expr),
                }
            }
        }
        self.pressure = Some(outer);
        true
    }

    /// What is awaited. The checks are for behind the await.
    fn awaited(&mut self, expr: &mut Expr) -> TokenStream {
        match expr {
            Expr::Paren(paren) => self.awaited(&mut paren.expr),
            Expr::Call(call) if name_of(&call.func).is_some_and(|name| name == "pin") => {
                call.args.iter_mut().for_each(|argument| self.awaited_elsewhere(argument));
                TokenStream::new()
            }
            Expr::Call(_) => {
                self.arguments_of(expr);
                self.called(expr, Use::Awaited)
            }
            Expr::MethodCall(call) if is_wrapper(&call.method) && is_call(&call.receiver) => {
                let checks = self.awaited(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
                checks
            }
            Expr::MethodCall(_) => {
                self.arguments_of(expr);
                self.called(expr, Use::Awaited)
            }
            _ => {
                self.visit_expr_mut(expr);
                TokenStream::new()
            }
        }
    }

    /// A future that is awaited by what it is handed to, or through its variable.
    fn awaited_elsewhere(&mut self, expr: &mut Expr) {
        let user = super::ends::ends_of(expr).0;
        let checks = self.awaited(expr);
        self.inspect_awaited(expr, &checks, user);
    }

    /// What a call is made of, the call itself left.
    fn arguments_of(&mut self, expr: &mut Expr) {
        let Some(outer) = self.pressure else { return };
        match expr {
            Expr::Call(call) => {
                let ahead = outer.in_call(&call.func);
                self.visit_expr_mut(&mut call.func);
                self.pressure = Some(Pressure { ahead, ..outer });
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            Expr::MethodCall(call) => {
                let ahead = outer.in_method(&call.method);
                self.pressure = Some(Pressure { ahead, ..outer });
                self.visit_expr_mut(&mut call.receiver);
                call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            }
            _ => {}
        }
        self.pressure = Some(outer);
    }

    /// Walks over what nobody looks at, if it is the outcome of a call.
    fn ignored(&mut self, expr: &mut Expr) -> bool {
        match expr {
            Expr::Paren(paren) => self.ignored(&mut paren.expr),
            Expr::MethodCall(call) if call.method == "try_send" => {
                self.arguments_of(expr);
                self.called(expr, Use::Ignored);
                true
            }
            Expr::MethodCall(call)
                if matches!(
                    call.method.to_string().as_str(),
                    "err" | "is_err" | "is_ok" | "ok" | "unwrap_or" | "unwrap_or_default"
                ) =>
            {
                let is_ignored = self.ignored(&mut call.receiver);
                if is_ignored {
                    call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
                }
                is_ignored
            }
            Expr::Call(call) if name_of(&call.func).is_some_and(|name| name == "try_send") => {
                self.arguments_of(expr);
                self.called(expr, Use::Ignored);
                true
            }
            _ => false,
        }
    }

    /// Walks over a statement that looks at nothing.
    pub(super) fn pressed_stmt(&mut self, stmt: &mut Stmt) -> bool {
        let Some(outer) = self.pressure else { return false };
        match stmt {
            Stmt::Local(Local {
                pat, init: Some(LocalInit { expr, diverge: None, .. }), ..
            }) if name_in(pat).is_some_and(|name| self.only_awaited.contains(&name)) => {
                self.pressure = Some(Pressure { ahead: Ahead::Around, ..outer });
                self.awaited_elsewhere(expr);
                self.pressure = Some(outer);
                true
            }
            Stmt::Expr(expr, Some(_)) => self.ignored(expr),
            Stmt::Local(Local { pat, init: Some(init), .. }) if is_wild(pat) => {
                self.ignored(&mut init.expr)
            }
            _ => false,
        }
    }

    /// Walks over the futures of a macro, if that awaits them.
    pub(super) fn pressed_macro(&mut self, mac: &Macro, opened: &mut Opened) -> bool {
        let Some(outer) = self.pressure else { return false };
        match opened {
            Opened::Select(select) => {
                self.pressed_arms(&mut select.arms, outer.is_bounded, outer);
                if let Some((_, _, handler)) = &mut select.otherwise {
                    self.visit_expr_mut(handler);
                }
            }
            Opened::Fused(select) => {
                // With that it does not wait.
                let has_default = select.others.iter().any(|(name, _, _)| name == "default");
                self.pressed_arms(&mut select.arms, outer.is_bounded || has_default, outer);
                for (_, _, handler) in &mut select.others {
                    self.visit_expr_mut(handler);
                }
            }
            Opened::Join { futures, .. } => {
                self.pressure = Some(Pressure { ahead: Ahead::Around, ..outer });
                futures.iter_mut().for_each(|future| self.awaited_elsewhere(future));
            }
            // It only pins the future: nobody knows yet what it is awaited beside.
            Opened::Arguments { .. } if is_pin(mac) => {
                self.pressure = Some(Pressure { ahead: Ahead::Unknown, ..outer });
                opened.expressions_mut().into_iter().for_each(|expr| self.visit_expr_mut(expr));
            }
            Opened::Arguments { .. } => return false,
        }
        self.pressure = Some(outer);
        true
    }

    fn pressed_arms(&mut self, arms: &mut [SelectArm], is_bounded: bool, outer: Pressure) {
        let is_bounded = is_bounded || has_timer(arms);
        for arm in arms {
            self.pressure = Some(Pressure { is_bounded, ahead: Ahead::Around, ..outer });
            self.awaited_elsewhere(&mut arm.future);
            self.pressure = Some(outer);
            arm.condition.iter_mut().for_each(|expr| self.visit_expr_mut(expr));
            self.visit_expr_mut(&mut arm.handler);
        }
    }
}

fn is_wild(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Type(pat) => is_wild(&pat.pat),
        _ => false,
    }
}

fn is_pin(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "pin")
}

fn is_wrapper(name: &Ident) -> bool {
    WRAPPERS.iter().any(|wrapper| name == wrapper)
}

fn is_call(expr: &Expr) -> bool {
    matches!(peeled(expr), Expr::Call(_) | Expr::MethodCall(_))
}

/// Whether an arm may be a timer. What is only named may be one.
fn has_timer(arms: &[SelectArm]) -> bool {
    arms.iter().any(|arm| {
        let mut future = peeled(&arm.future);
        while let Expr::Reference(reference) = future {
            future = peeled(&reference.expr);
        }
        let is_named = match future {
            Expr::Path(_) | Expr::Field(_) => true,
            Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
            Expr::MethodCall(call) => call.method == "as_mut",
            _ => false,
        };
        is_named || keeps_time(&arm.future.to_token_stream())
    })
}
