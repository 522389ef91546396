//! What the spelling of an expression says about its value.

use syn::{Block, Expr, ExprCall, ExprMacro, ExprMethodCall, Macro, Path, Stmt};

/// What is evaluated to a value of its own, so that it can be wrapped and, used as a place, is a
/// temporary. A macro is not: it may stand for a place.
pub(super) fn is_value(expr: &Expr) -> bool {
    match expr {
        // A reference to a constant that is made by a constructor may be one for ever.
        Expr::Call(call) if is_constructor(call) => false,
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Try(_) | Expr::Await(_) => {
            !is_diverging(expr)
                && !is_plain(expr)
                && !matches!(expr, Expr::Call(call) if is_drop(call))
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
        Expr::Call(call) => call.args.iter().all(is_simple) && !is_associated(call),
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

/// The function belongs to a type, or is one.
fn is_associated(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return true };
    path.path.segments.iter().any(is_type)
}

/// `Some(x)`, `S(x)`
pub(super) fn is_constructor(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(is_type))
}

fn is_type(segment: &syn::PathSegment) -> bool {
    segment.ident.to_string().starts_with(char::is_uppercase)
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
        Expr::Array(array) => array.elems.iter().all(is_empty),
        Expr::Tuple(tuple) => {
            tuple.elems.iter().any(is_empty)
                && tuple.elems.iter().all(|elem| is_empty(elem) || is_plain(elem))
        }
        Expr::Paren(paren) => is_empty(&paren.expr),
        Expr::Call(call) => match callee(call) {
            Some((_, name)) if name == "default" => true,
            Some((Some(ty), name)) => {
                matches!(ty.as_str(), "Vec" | "VecDeque" | "HashMap" | "BTreeMap")
                    && (name == "new" || name == "with_capacity")
            }
            _ => false,
        },
        _ => false,
    }
}

/// It holds what is moved into it, and its type does not say so.
pub(super) fn is_carrier(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(_) | Expr::Closure(_) | Expr::Async(_) => true,
        Expr::Paren(paren) => is_carrier(&paren.expr),
        Expr::Call(call) => match callee(call) {
            Some((_, name)) if matches!(name.as_str(), "new" | "pin" | "Some" | "Ok") => {
                call.args.len() == 1 && call.args.first().is_some_and(is_carrier)
            }
            _ => is_constructor(call),
        },
        _ => false,
    }
}

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

/// `f(x)`, `a.f(&x)`: it can be written twice.
pub(super) fn is_simple_call(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(_))
                && !is_constructor(call)
                && !is_drop(call)
                && call.args.iter().all(is_simple)
        }
        Expr::MethodCall(call) => is_simple(&call.receiver) && call.args.iter().all(is_simple),
        _ => false,
    }
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

/// There is a `&EXPR` in it whose temporary lives as long as what it is bound to.
pub(super) fn is_extending(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(_) => true,
        Expr::Paren(paren) => is_extending(&paren.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().any(is_extending),
        Expr::Array(array) => array.elems.iter().any(is_extending),
        Expr::Struct(literal) => literal.fields.iter().any(|field| is_extending(&field.expr)),
        Expr::Call(call) => is_constructor(call) && call.args.iter().any(is_extending),
        Expr::Block(block) => block.label.is_none() && is_extending_block(&block.block),
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref();
            otherwise.is_some_and(|(_, otherwise)| is_extending(otherwise))
                || is_extending_block(&branch.then_branch)
        }
        Expr::Match(branch) => branch.arms.iter().any(|arm| is_extending(&arm.body)),
        _ => false,
    }
}

fn is_extending_block(block: &Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt::Expr(tail, None)) if is_extending(tail))
}

/// `replace(&mut x, None)`
pub(super) fn is_replaced_by_nothing(call: &ExprCall) -> bool {
    matches!(callee(call), Some((_, name)) if name == "replace")
        && call.args.iter().nth(1).is_some_and(is_empty)
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
        // `Err(..)?`, `None?`
        Expr::Try(tried) => match unparenthesized(&tried.expr) {
            Expr::Call(call) => matches!(callee(call), Some((_, name)) if name == "Err"),
            Expr::Path(path) => path.path.is_ident("None"),
            _ => false,
        },
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return false };
            let segments = &path.path.segments;
            let Some(last) = segments.last() else { return false };
            let in_process = segments.iter().any(|segment| segment.ident == "process");
            let name = last.ident.to_string();
            // One that does come back by such a name is missed: better than a false alarm.
            let says_so =
                matches!(
                    name.as_str(),
                    "exit" | "abort" | "die" | "fatal" | "crash" | "usage" | "resume_unwind"
                ) || ["panic", "unreachable"].iter().any(|prefix| name.starts_with(prefix));
            (segments.len() == 1 || in_process || name.contains('_')) && says_so
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

/// What it formats is gone when it is done, and it shows no tokens.
pub(super) fn is_formatter(name: &str) -> bool {
    matches!(name, "format" | "print" | "println" | "eprint" | "eprintln" | "write" | "writeln")
}

/// The tokens of its arguments are not in what it says.
pub(super) fn hides_tokens(name: &str) -> bool {
    is_formatter(name)
        || matches!(name.trim_start_matches("debug_"), "vec" | "assert_eq" | "assert_ne")
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
