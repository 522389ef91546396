//! What a method's name says about its receiver and its result, by the conventions of std and of those
//! who follow it.

use syn::{Expr, ExprMethodCall};

use super::shape::unparenthesized;

/// Methods of `Option`, `Result` and maps' entries that take their receiver by value, and what
/// people call such a method of a guard of their own.
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
            | "try_upgrade"
            | "try_unwrap"
            | "insert_entry"
            | "remove_entry"
            | "context"
            | "with_context"
            | "boxed"
            | "boxed_local"
            | "fuse"
            | "abort"
            | "apply"
            | "build"
            | "cancel"
            | "close"
            | "commit"
            | "complete"
            | "consume"
            | "defuse"
            | "destroy"
            | "detach"
            | "discard"
            | "disarm"
            | "dismiss"
            | "dispose"
            | "done"
            | "end"
            | "exit"
            | "finalize"
            | "finish"
            | "free"
            | "leave"
            | "release"
            | "relinquish"
            | "revert"
            | "rollback"
            | "seal"
            | "shutdown"
            | "stop"
            | "submit"
            | "terminate"
            | "unlock"
    ) || method.starts_with("unwrap_")
        || method.starts_with("into_")
}

/// `g.method()`, `g.method()?` and the like.
pub(super) fn called_statement(expr: &Expr) -> Option<&ExprMethodCall> {
    match unparenthesized(expr) {
        Expr::Try(tried) => called_statement(&tried.expr),
        Expr::MethodCall(call) => match &*call.receiver {
            Expr::MethodCall(_) => called_statement(&call.receiver),
            _ => Some(call),
        },
        _ => None,
    }
}

/// Methods that by convention borrow their receiver.
pub(super) fn looks(method: &str) -> bool {
    [
        "add", "append", "as_", "clear", "clone", "contains", "extend", "get", "has_", "insert",
        "is_", "iter", "len", "pop", "push", "read", "record", "remove", "set", "sort", "swap",
        "to_", "truncate", "update", "write",
    ]
    .iter()
    .any(|prefix| method.starts_with(prefix))
}

/// Methods that traits have for every type, and that take it by value.
pub(super) fn takes_anything(method: &str) -> bool {
    method.starts_with("into") || matches!(method, "boxed" | "boxed_local" | "fuse")
}

/// Methods that some guards and all iterators have by value, and others by reference.
pub(super) fn may_take_receiver(method: &str) -> bool {
    matches!(method, "insert" | "remove" | "replace_entry" | "replace_key" | "lines")
        || adapts_iterator(method)
}

fn adapts_iterator(method: &str) -> bool {
    matches!(
        method,
        "chain"
            | "cloned"
            | "cmp"
            | "collect"
            | "copied"
            | "count"
            | "cycle"
            | "enumerate"
            | "eq"
            | "filter"
            | "filter_map"
            | "flat_map"
            | "flatten"
            | "fold"
            | "for_each"
            | "fuse"
            | "inspect"
            | "last"
            | "map"
            | "map_while"
            | "max"
            | "max_by"
            | "max_by_key"
            | "min"
            | "min_by"
            | "min_by_key"
            | "partition"
            | "peekable"
            | "product"
            | "reduce"
            | "rev"
            | "scan"
            | "skip"
            | "skip_while"
            | "step_by"
            | "sum"
            | "take"
            | "take_while"
            | "unzip"
            | "zip"
    )
}

/// `a.iter().take(3)`: the iterator is moved.
pub(super) fn is_adapter(call: &ExprMethodCall) -> bool {
    adapts_iterator(&call.method.to_string()) && is_iterator(&call.receiver)
}

fn is_iterator(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = unparenthesized(expr) else { return false };
    matches!(call.method.to_string().as_str(), "iter" | "iter_mut" | "into_iter" | "drain")
        || is_adapter(call)
}

/// Methods that leave the receiver empty.
pub(super) fn empties_receiver(call: &ExprMethodCall) -> bool {
    match call.method.to_string().as_str() {
        "take" => call.args.is_empty(),
        "clear" | "drain" => true,
        "truncate" => matches!(
            call.args.first(),
            Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(length), .. }))
                if length.base10_digits() == "0"
        ),
        _ => false,
    }
}

/// `v` of `v.pop()`, which is empty when there is nothing.
pub(super) fn emptied_by(expr: &Expr) -> Option<&Expr> {
    match unparenthesized(expr) {
        Expr::MethodCall(call) => {
            let is_pop =
                ["pop", "pop_front", "pop_back", "take"].iter().any(|pop| call.method == pop);
            (is_pop && call.args.is_empty()).then_some(&call.receiver)
        }
        _ => None,
    }
}

/// What is asked by `o.is_none()` and the like, and whether it is empty if the answer is yes.
pub(super) fn asks_if_empty(expr: &Expr) -> Option<(&Expr, bool)> {
    match unparenthesized(expr) {
        Expr::MethodCall(call) if call.args.is_empty() => match call.method.to_string().as_str() {
            "is_none" | "is_err" | "is_empty" => Some((&call.receiver, true)),
            "is_some" | "is_ok" => Some((&call.receiver, false)),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Not(_)) => {
            asks_if_empty(&unary.expr).map(|(asked, is_empty_if)| (asked, !is_empty_if))
        }
        _ => None,
    }
}

/// `o` of `&o`, `&mut o`, `o.as_ref()` and the like.
pub(super) fn referent(expr: &Expr) -> &Expr {
    match unparenthesized(expr) {
        Expr::Reference(reference) => &reference.expr,
        Expr::MethodCall(call) if borrows(expr) => &call.receiver,
        other => other,
    }
}

/// Methods that may put a guard into the receiver.
pub(super) fn fills_receiver(method: &str) -> bool {
    ["push", "insert", "extend", "replace", "get_or_insert", "append", "set"]
        .iter()
        .any(|prefix| method.starts_with(prefix))
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

/// The value refers to something that is itself a binding, and would be told twice.
pub(super) fn borrows(expr: &Expr) -> bool {
    match unparenthesized(expr) {
        Expr::Reference(_) => true,
        Expr::MethodCall(call) => {
            call.args.is_empty()
                && matches!(
                    call.method.to_string().as_str(),
                    "as_ref" | "as_mut" | "as_deref" | "as_deref_mut"
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
