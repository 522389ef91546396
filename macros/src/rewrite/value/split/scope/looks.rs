//! What methods and types are known by name.

use syn::{Expr, Type};

use crate::body::flow::{methods, shape};

/// Methods whose value has no destructor that looks at the receiver.
pub(super) fn makes_no_guard(method: &str) -> bool {
    lends(method)
        || methods::takes_receiver(method)
        || matches!(
            method,
            "as_ref"
                | "as_deref"
                | "as_mut"
                | "clone"
                | "cmp"
                | "contains"
                | "contains_key"
                | "ends_with"
                | "eq"
                | "first"
                | "is_empty"
                | "is_err"
                | "is_none"
                | "is_ok"
                | "is_some"
                | "last"
                | "len"
                | "parse"
                | "pop"
                | "remove"
                | "starts_with"
                | "take"
                | "to_owned"
                | "to_string"
                | "to_vec"
                | "try_now"
        )
}

/// Methods of strings, vectors and paths whose value refers to the receiver.
pub(super) fn lends(method: &str) -> bool {
    matches!(
        method,
        "as_str"
            | "as_bytes"
            | "as_slice"
            | "as_mut_slice"
            | "as_path"
            | "trim"
            | "trim_start"
            | "trim_end"
            | "chars"
            | "lines"
            | "iter"
            | "iter_mut"
    )
}

/// Its making does nothing, and what it takes it takes by reference, or nobody else has it any more.
pub(super) fn is_lazy(init: &Expr) -> bool {
    match init {
        Expr::Closure(closure) => closure.capture.is_none(),
        Expr::Async(block) => block.capture.is_none(),
        _ => false,
    }
}

/// A string, vector or path of its own, by the way it is made.
pub(super) fn is_owner(init: &Expr) -> bool {
    match init {
        Expr::Macro(called) => {
            matches!(shape::macro_name(&called.mac).as_str(), "format" | "vec")
        }
        Expr::MethodCall(call) => matches!(
            call.method.to_string().as_str(),
            "to_string" | "to_lowercase" | "to_uppercase" | "to_vec" | "to_path_buf"
        ),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let mut last_first = path.path.segments.iter().rev().skip(1);
                last_first.next().is_some_and(|ty| {
                    ty.ident == "String" || ty.ident == "Vec" || ty.ident == "PathBuf"
                })
            }
            _ => false,
        },
        _ => false,
    }
}

pub(super) fn is_owner_type(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| {
        last.ident == "String" || last.ident == "Vec" || last.ident == "PathBuf"
    }))
}
