//! What is asked about a call, and where in it.

use proc_macro2::Ident;
use syn::Expr;

use super::Calls;
use super::pressure::Use;
use super::scopes::Spot;
use super::spelling::{first_in, has_closure, is_spelled, simple_argument};
use super::subject::Subject;
use crate::catalogue::{Call, Row};

/// Where in the call a check stands.
pub(super) enum Place {
    /// Around what is called.
    Callee,
    /// Around all of it. What type is expected there is hidden from the arguments.
    Result,
    /// In front of an argument, so that it is not, or of what a loop is over.
    Around,
    /// Around the root of the receiver, or of an argument. A method's first is number one.
    Argument(usize),
    /// In front of a statement, and whether that is outside of a body of its own.
    Front(usize, bool),
}

/// A question about a call.
pub(super) struct Question {
    pub(super) place: Place,
    pub(super) about: About,
}

/// What the answer depends on.
pub(super) enum About {
    /// What is called.
    Callee,
    /// What is called, and the argument of that number, and whether that is a value.
    Argument(usize, Expr, bool),
    /// What a method is called on, and what it returns, if that is looked at.
    Receiver(Expr, bool),
    /// The first argument of the function.
    First,
    /// The future that is given to it, if it is not written there, and what it returns.
    Driven(Option<Expr>),
    /// What it returns.
    Result,
    Nothing,
}

impl Calls<'_> {
    /// What is asked about a row, and where.
    pub(super) fn question(
        &self,
        row: &Row,
        expr: &Expr,
        value: &Ident,
        used: Use,
    ) -> Option<Question> {
        let of = |place, about| Some(Question { place, about });
        match row.call {
            Call::Function { .. } | Call::Hands { .. } if !has_closure(expr) => {
                of(Place::Callee, About::Callee)
            }
            // What takes a closure has to be called by its path, or the closure is not told the types of
            // its parameters.
            Call::Function { path, .. } | Call::Hands { path, .. } => is_spelled(path, expr)
                .then_some(Question { place: Place::Result, about: About::Nothing }),
            Call::Applied { argument, .. } => {
                if has_closure(expr) {
                    return None;
                }
                let about = match self.subject(expr, argument, value)? {
                    Subject::Value(on) => About::Argument(argument, on, true),
                    Subject::Place(on) => match self.scopes.spot(&on) {
                        Spot::Front(_, true) | Spot::Nowhere => return None,
                        _ => About::Argument(argument, on, false),
                    },
                };
                of(Place::Callee, about)
            }
            Call::Method { .. } => {
                let (place, on, result) = match (self.subject(expr, 0, value)?, expr) {
                    (Subject::Place(on), _)
                        if let spot @ (Spot::Front(..) | Spot::Nowhere) = self.scopes.spot(&on) =>
                    {
                        let Spot::Front(index, is_outside) = spot else { return None };
                        (Place::Front(index, is_outside), on, false)
                    }
                    (Subject::Place(_), Expr::Call(_)) if has_closure(expr) => return None,
                    (Subject::Place(on), Expr::MethodCall(_)) => match simple_argument(expr) {
                        Some(_) => (Place::Around, on, false),
                        // What is awaited is a future, of this row.
                        None => (Place::Result, on, self.pressure.is_none()),
                    },
                    (Subject::Place(on), Expr::Macro(_)) => (Place::Result, on, false),
                    (Subject::Place(on), Expr::ForLoop(_)) => (Place::Around, on, false),
                    (Subject::Place(on), _) => (Place::Callee, on, false),
                    (Subject::Value(on), _) => (Place::Argument(0), on, false),
                };
                of(place, About::Receiver(on, result))
            }
            // What it returns may be known only outside of the body.
            Call::Result { .. } => (self.is_settled || !self.is_nested() || used == Use::Ignored)
                .then_some(Question { place: Place::Result, about: About::Result }),
            Call::Written { .. } | Call::Named { .. } => of(Place::Result, About::Result),
            Call::Drives { .. } => {
                let (place, driven) = self.driven(expr, value)?;
                of(place, About::Driven(driven))
            }
            Call::Macro { .. } => of(Place::Result, About::Nothing),
        }
    }

    /// The future that a call is given or called on, and where. What is written as one is not asked for.
    fn driven(&self, expr: &Expr, value: &Ident) -> Option<(Place, Option<Expr>)> {
        let (index, future) = match expr {
            Expr::Call(call) => (call.args.len().checked_sub(1)?, call.args.last()?),
            Expr::MethodCall(call) => (call.args.len(), call.args.last().unwrap_or(&call.receiver)),
            _ => return None,
        };
        if let Expr::Async(_) = future {
            return Some((Place::Result, None));
        }
        Some(match Subject::of(future, value)? {
            Subject::Value(on) => (Place::Argument(index), Some(on)),
            Subject::Place(on) => match self.scopes.spot(&on) {
                Spot::Here => (Place::Result, Some(on)),
                Spot::Front(index, is_outside) => (Place::Front(index, is_outside), Some(on)),
                Spot::Nowhere => return None,
            },
        })
    }

    /// The receiver, or an argument; of a function's arguments the first is the receiver.
    pub(super) fn subject(&self, expr: &Expr, index: usize, value: &Ident) -> Option<Subject> {
        match expr {
            Expr::MethodCall(call) => Subject::of(&call.receiver, value),
            Expr::Call(call) => Subject::of(call.args.get(index)?, value),
            Expr::ForLoop(each) => Subject::of(&each.expr, value),
            Expr::Macro(called) => match Subject::of(&first_in(&called.mac)?, value)? {
                Subject::Place(on) => Some(Subject::Place(on)),
                Subject::Value(_) => None,
            },
            _ => None,
        }
    }
}
