//! What a method is called on: a place, which can be mentioned once more in dead code, or a value, which
//! has to be looked at where it comes into being.

use proc_macro2::Ident;
use syn::{Expr, ExprField, ExprIndex, ExprPath, ExprReference, ExprUnary, UnOp};

/// The expression once more, its root replaced by `value` if that is no place.
pub(super) enum Subject {
    Place(Expr),
    Value(Expr),
}

impl Subject {
    /// `None`: to mention it would do something, or nobody knows what it is.
    pub(super) fn of(expr: &Expr, value: &Ident) -> Option<Subject> {
        match expr {
            Expr::Path(_) => Some(Subject::Place(expr.clone())),
            Expr::Paren(paren) => Subject::of(&paren.expr, value),
            Expr::Group(group) => Subject::of(&group.expr, value),
            Expr::Field(field) => Subject::of(&field.base, value)?.then(|base| {
                Expr::Field(ExprField {
                    attrs: Vec::new(),
                    base,
                    dot_token: field.dot_token,
                    member: field.member.clone(),
                })
            }),
            Expr::Index(index) if is_simple(&index.index) => {
                Subject::of(&index.expr, value)?.then(|expr| {
                    Expr::Index(ExprIndex {
                        attrs: Vec::new(),
                        expr,
                        bracket_token: index.bracket_token,
                        index: index.index.clone(),
                    })
                })
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                Subject::of(&unary.expr, value)?
                    .then(|expr| Expr::Unary(ExprUnary { attrs: Vec::new(), op: unary.op, expr }))
            }
            Expr::Reference(reference) => Subject::of(&reference.expr, value)?.then(|expr| {
                Expr::Reference(ExprReference {
                    attrs: Vec::new(),
                    and_token: reference.and_token,
                    mutability: None,
                    expr,
                })
            }),
            // Other macros may stand for a place.
            Expr::Macro(called)
                if !["format", "vec"].iter().any(|name| called.mac.path.is_ident(name)) =>
            {
                None
            }
            Expr::Array(_)
            | Expr::Await(_)
            | Expr::Block(_)
            | Expr::Call(_)
            | Expr::If(_)
            | Expr::Lit(_)
            | Expr::Macro(_)
            | Expr::Match(_)
            | Expr::MethodCall(_)
            | Expr::Struct(_)
            | Expr::Try(_)
            | Expr::Tuple(_)
            | Expr::Unsafe(_) => {
                let path = value.clone().into();
                Some(Subject::Value(Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path })))
            }
            _ => None,
        }
    }

    fn then(self, wrap: impl FnOnce(Box<Expr>) -> Expr) -> Option<Subject> {
        Some(match self {
            Subject::Place(expr) => Subject::Place(wrap(Box::new(expr))),
            Subject::Value(expr) => Subject::Value(wrap(Box::new(expr))),
        })
    }
}

/// The root of a [`Subject`].
pub(super) fn root_mut(expr: &mut Expr) -> &mut Expr {
    match expr {
        Expr::Paren(paren) => root_mut(&mut paren.expr),
        Expr::Group(group) => root_mut(&mut group.expr),
        Expr::Field(field) => root_mut(&mut field.base),
        Expr::Index(index) => root_mut(&mut index.expr),
        Expr::Unary(unary) => root_mut(&mut unary.expr),
        Expr::Reference(reference) => root_mut(&mut reference.expr),
        _ => expr,
    }
}

/// To evaluate it twice would do nothing twice.
fn is_simple(index: &Expr) -> bool {
    match index {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => is_simple(&field.base),
        Expr::Paren(paren) => is_simple(&paren.expr),
        Expr::Range(range) => {
            range.start.as_deref().is_none_or(is_simple)
                && range.end.as_deref().is_none_or(is_simple)
        }
        Expr::Binary(binary) => is_simple(&binary.left) && is_simple(&binary.right),
        _ => false,
    }
}
