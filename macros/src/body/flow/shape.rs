//! What the spelling of an expression says about its value.

use syn::{Expr, ExprCall, ExprMacro, Macro, Path};

/// What is evaluated to a value of its own, so that it can be wrapped and, used as a place, is a
/// temporary. A macro is not: it may stand for a place.
pub(super) fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) | Expr::Await(_) => {
            !is_diverging(expr) && !is_plain(expr)
        }
        _ => false,
    }
}

/// What may be wrapped where a type is expected: inference must not depend on what is around.
pub(super) fn is_free_standing(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            call.turbofish.is_none()
                && call.args.iter().all(is_simple)
                && is_free_standing(&call.receiver)
                && !matches!(
                    call.method.to_string().as_str(),
                    "into" | "try_into" | "parse" | "collect"
                )
        }
        Expr::Try(tried) => is_free_standing(&tried.expr),
        Expr::Call(call) => call.args.iter().all(is_simple) && !is_constructor(call),
        Expr::Field(field) => is_free_standing(&field.base),
        Expr::Paren(paren) => is_free_standing(&paren.expr),
        Expr::Path(_) => true,
        _ => false,
    }
}

fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => is_simple(&field.base),
        Expr::Reference(reference) => is_simple(&reference.expr),
        _ => false,
    }
}

fn is_constructor(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return true };
    path.path
        .segments
        .iter()
        .any(|segment| segment.ident.to_string().starts_with(char::is_uppercase))
}

/// The value cannot be a guard, nor hold one.
pub(super) fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Cast(_) | Expr::Reference(_) | Expr::Range(_) | Expr::RawAddr(_) => {
            true
        }
        Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Binary(_) | Expr::Closure(_) | Expr::Async(_) => true,
        Expr::Paren(paren) => is_plain(&paren.expr),
        Expr::Group(group) => is_plain(&group.expr),
        Expr::Repeat(repeat) => is_plain(&repeat.expr),
        Expr::Array(array) => !array.elems.is_empty() && array.elems.iter().all(is_plain),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Expr::Macro(ExprMacro { mac, .. }) => matches!(
            macro_name(mac).as_str(),
            "format"
                | "format_args"
                | "concat"
                | "stringify"
                | "line"
                | "file"
                | "matches"
                | "env"
                | "include_str"
                | "include_bytes"
                | "json"
        ),
        Expr::MethodCall(call) => {
            call.args.is_empty()
                && matches!(
                    call.method.to_string().as_str(),
                    "len"
                        | "is_empty"
                        | "to_string"
                        | "to_owned"
                        | "is_some"
                        | "is_none"
                        | "is_ok"
                        | "is_err"
                        | "elapsed"
                        | "as_str"
                        | "as_bytes"
                        | "to_vec"
                )
        }
        Expr::Call(call) => matches!(
            callee(call),
            Some((Some(ty), name)) if matches!(
                (ty.as_str(), name.as_str()),
                ("String" | "PathBuf" | "Instant" | "Duration" | "BytesMut" | "Bytes", _)
            )
        ),
        _ => false,
    }
}

/// The binding is empty at first: it is no guard until something is put in.
pub(super) fn is_empty(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Macro(called) => macro_name(&called.mac) == "vec" && called.mac.tokens.is_empty(),
        Expr::Array(array) => array.elems.is_empty(),
        Expr::Call(call) => {
            matches!(callee(call), Some((Some(ty), name)) if ty == "Vec" && (name == "new" || name == "with_capacity"))
        }
        _ => false,
    }
}

/// It holds what is moved into it, and its type does not say so.
pub(super) fn is_carrier(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(_) | Expr::Closure(_) | Expr::Async(_) => true,
        Expr::Paren(paren) => is_carrier(&paren.expr),
        Expr::Call(call) => {
            call.args.len() == 1
                && matches!(callee(call), Some((_, name)) if matches!(name.as_str(), "new" | "pin" | "Some" | "Ok"))
                && call.args.first().is_some_and(is_carrier)
        }
        _ => false,
    }
}

/// Methods of `Option`, `Result` and maps' entries that take their receiver by value. A guard
/// itself has none, so that what is called on it only borrows.
pub(crate) fn takes_receiver(method: &str) -> bool {
    matches!(
        method,
        "ok" | "err"
            | "map"
            | "map_err"
            | "map_or"
            | "map_or_else"
            | "and"
            | "and_then"
            | "or"
            | "or_else"
            | "ok_or"
            | "ok_or_else"
            | "or_insert"
            | "or_insert_with"
            | "or_default"
            | "or_insert_with_key"
            | "or_try_insert_with"
            | "and_modify"
            | "filter"
            | "flatten"
            | "zip"
            | "unzip"
            | "xor"
            | "transpose"
            | "copied"
            | "cloned"
            | "inspect"
            | "inspect_err"
            | "is_some_and"
            | "is_ok_and"
            | "is_err_and"
            | "is_none_or"
            | "expect"
            | "expect_err"
            | "unwrap"
            | "unwrap_err"
            | "downgrade"
            | "upgrade"
            | "insert_entry"
            | "remove_entry"
            | "context"
            | "with_context"
            | "boxed"
            | "boxed_local"
            | "fuse"
            | "exit"
            | "finish"
            | "commit"
            | "rollback"
            | "build"
            | "close"
            | "release"
            | "unlock"
    ) || method.starts_with("unwrap_")
        || method.starts_with("into_")
}

/// Methods that leave the receiver empty.
pub(super) fn empties_receiver(method: &str) -> bool {
    matches!(method, "take" | "clear" | "drain")
}

/// Methods that may put a guard into the receiver.
pub(super) fn fills_receiver(method: &str) -> bool {
    ["push", "insert", "extend", "replace", "get_or_insert", "append", "set"]
        .iter()
        .any(|prefix| method.starts_with(prefix))
}

/// Functions that make a future of a future.
pub(super) fn adapts_future(call: &ExprCall) -> bool {
    matches!(
        callee(call),
        Some((_, name)) if matches!(name.as_str(), "timeout" | "timeout_at" | "pin" | "shield" | "with_timeout" | "with_token" | "unconstrained")
    )
}

/// Methods that make a future of a future.
pub(super) fn is_future_adapter(method: &str) -> bool {
    matches!(
        method,
        "boxed"
            | "boxed_local"
            | "fuse"
            | "instrument"
            | "in_current_span"
            | "with_subscriber"
            | "timeout"
            | "into_future"
            | "map"
            | "map_err"
            | "map_ok"
            | "then"
            | "and_then"
    )
}

/// `drop(g)` and its like, which may take a part of a value too.
pub(super) fn is_drop(call: &ExprCall) -> bool {
    matches!(callee(call), Some((_, name)) if name == "drop" || name == "forget")
}

/// `mem::take(&mut g)`
pub(super) fn is_take(call: &ExprCall) -> bool {
    matches!(callee(call), Some((_, name)) if name == "take")
}

/// Control does not come back.
pub(super) fn is_diverging(expr: &Expr) -> bool {
    match expr {
        Expr::Macro(called) => ends_path(&called.mac),
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return false };
            let segments = &path.path.segments;
            let Some(last) = segments.last() else { return false };
            let in_process = segments.iter().any(|segment| segment.ident == "process");
            (in_process && (last.ident == "exit" || last.ident == "abort"))
                || last.ident == "panic_any"
                || last.ident == "resume_unwind"
                || last.ident == "unreachable_unchecked"
        }
        _ => false,
    }
}

pub(crate) fn ends_path(mac: &Macro) -> bool {
    matches!(
        macro_name(mac).as_str(),
        "panic" | "unreachable" | "todo" | "unimplemented" | "bail" | "compile_error"
    )
}

pub(crate) fn macro_name(mac: &Macro) -> String {
    mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
}

/// The last two names of what is called.
fn callee(call: &ExprCall) -> Option<(Option<String>, String)> {
    let Expr::Path(path) = &*call.func else { return None };
    last_two(&path.path)
}

fn last_two(path: &Path) -> Option<(Option<String>, String)> {
    let mut last_first = path.segments.iter().rev();
    let last = last_first.next()?.ident.to_string();
    Some((last_first.next().map(|segment| segment.ident.to_string()), last))
}

pub(crate) fn unparenthesized(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => unparenthesized(&paren.expr),
        Expr::Group(group) => unparenthesized(&group.expr),
        _ => expr,
    }
}

/// The value refers to something that is itself a binding, and would be told twice.
pub(super) fn borrows(expr: &Expr) -> bool {
    match unparenthesized(expr) {
        Expr::Reference(_) => true,
        Expr::MethodCall(call) => {
            call.args.is_empty()
                && matches!(
                    call.method.to_string().as_str(),
                    "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "iter" | "iter_mut"
                )
        }
        _ => false,
    }
}

/// The value comes from a method that guards come from, so that what it is does not depend on
/// what is behind it.
pub(super) fn acquires(expr: &Expr) -> bool {
    match unparenthesized(expr) {
        Expr::Try(tried) => acquires(&tried.expr),
        Expr::Await(awaited) => acquires(&awaited.base),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "lock" | "try_lock" | "read" | "try_read" | "write" | "try_write" | "borrow"
            | "borrow_mut" | "try_borrow" | "try_borrow_mut" | "upgradable_read" | "enter"
            | "entered" | "lock_arc" | "read_arc" | "write_arc" => true,
            "unwrap" | "expect" | "ok" | "unwrap_or_else" | "map_err" => acquires(&call.receiver),
            _ => false,
        },
        _ => false,
    }
}
