//! The attributes of any expression or statement.

use syn::{Attribute, Expr, Stmt};

macro_rules! accessors {
    ($($variant:ident)*) => {
        pub(crate) fn of_expr(expr: &Expr) -> &[Attribute] {
            match expr {
                $(Expr::$variant(expr) => &expr.attrs,)*
                _ => &[],
            }
        }

        fn of_expr_mut(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
            match expr {
                $(Expr::$variant(expr) => Some(&mut expr.attrs),)*
                _ => None,
            }
        }
    };
}

accessors! {
    Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop
    Group If Index Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference
    Repeat Return Struct Try TryBlock Tuple Unary Unsafe While Yield
}

/// Whether it may remove what it stands on.
pub(crate) fn is_cfg(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
}

pub(crate) fn of_stmt(stmt: &Stmt) -> &[Attribute] {
    match stmt {
        Stmt::Local(local) => &local.attrs,
        Stmt::Expr(expr, _) => of_expr(expr),
        Stmt::Macro(called) => &called.attrs,
        Stmt::Item(_) => &[],
    }
}

pub(crate) fn of_stmt_mut(stmt: &mut Stmt) -> Option<&mut Vec<Attribute>> {
    match stmt {
        Stmt::Local(local) => Some(&mut local.attrs),
        Stmt::Expr(expr, _) => of_expr_mut(expr),
        Stmt::Macro(called) => Some(&mut called.attrs),
        Stmt::Item(_) => None,
    }
}
