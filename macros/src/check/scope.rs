//! What `#[bounded_spawn]` asks of a function, and of the spawns in it. What depends on types is asked of
//! the compiler, by the code that `rewrite` leaves.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, ExprPath, Path, ReturnType, Type};

use super::placement::not_async;
use crate::args::cancellable::Timeout;
use crate::args::scope::{Options, Policy};
use crate::item::Function;
use crate::report::{Finding, Report};
use crate::rule::Rule;

/// What is left to do when everything is found right.
pub(crate) struct Plan {
    pub(crate) limit: Expr,
    pub(crate) timeout: Option<Timeout>,
    pub(crate) policy: Policy,
    pub(crate) grace: Option<Timeout>,
    pub(crate) name: Option<Expr>,
    pub(crate) krate: Option<Path>,
}

/// `at` is where the attribute stands.
pub(crate) fn check(
    function: &Function,
    options: Options,
    at: Span,
    report: &mut Report,
) -> Option<Plan> {
    if !options.missing.is_empty() {
        missing(&options, at, report);
    }
    if function.body.is_none() {
        not_async(Rule::Scope, function, report);
        return None;
    }
    if let Some((policy, at)) = options.on_failure {
        returns_result(function, policy, at, report);
    }
    if let (Some(output @ Type::Never(_)), Some(Some(_))) = (function.output(), &options.timeout) {
        never_ends(output, report);
    }
    Some(Plan {
        limit: options.limit?,
        timeout: options.timeout?,
        policy: options.on_failure?.0,
        grace: options.grace,
        name: options.name,
        krate: options.krate,
    })
}

fn missing(options: &Options, at: Span, report: &mut Report) {
    let missing = &options.missing;
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let names = match &names[..] {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.concat(),
    };
    let reasons = missing.iter().map(|name| match *name {
        "limit" => "without a limit a burst of work is a burst of tasks",
        "timeout" => "without a timeout one child that hangs hangs all its callers",
        _ => "without a policy nobody says what a child's failure means to the others",
    });
    let why = reasons.collect::<Vec<_>>().join("; ");
    let forms = missing.iter().map(|name| match *name {
        "limit" => "`limit = 8`",
        "timeout" => "`timeout = \"30s\"` (or `none`)",
        _ => "`on_failure = cancel_siblings` (or `wait_all`, `supervise`)",
    });
    let write = forms.collect::<Vec<_>>().join(", ");
    let what = format!("`#[bounded_spawn]` lacks {names}");
    report.at(at, &Finding { what: &what, why: &why, write: &write });
}

fn returns_result(function: &Function, policy: Policy, at: Span, report: &mut Report) {
    if policy == Policy::Supervise {
        return;
    }
    let name = &function.item.sig.ident;
    let returns = match (function.output(), &function.item.sig.output) {
        (Some(output), _) if is_no_result(output) => {
            format!("returns `{}`", crate::body::text::of(output.to_token_stream(), 40))
        }
        (None, ReturnType::Default) => "returns nothing".to_owned(),
        _ => return,
    };
    report.at(
        at,
        &Finding {
            what: &format!(
                "`{}` returns the failure of a child, but `{name}` {returns}",
                policy.name()
            ),
            why: "a child that fails or is late would be seen by nobody",
            write: &format!(
                "`-> Result<.., E>` with `E: From<asyncward::ScopeError>` for `{name}`, or \
                 `on_failure = supervise`, where failures go to the log"
            ),
        },
    );
}

/// `-> !` with a timeout.
fn never_ends(output: &Type, report: &mut Report) {
    report.over(
        output,
        &Finding {
            what: "the timeout cannot end a function that returns `!`",
            why: "there is nothing to return when time is up, so it would go on in a scope that takes no \
                  more children",
            write: "`timeout = none`; or no return type, then the body is dropped at the end of the grace",
        },
    );
}

/// As far as its name says it.
fn is_no_result(output: &Type) -> bool {
    match output {
        Type::Tuple(_) | Type::Array(_) | Type::Reference(_) | Type::Slice(_) | Type::Ptr(_) => {
            true
        }
        Type::Paren(inner) => is_no_result(&inner.elem),
        Type::Group(inner) => is_no_result(&inner.elem),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().is_some_and(|last| {
            matches!(
                last.ident.to_string().as_str(),
                "bool"
                    | "char"
                    | "u8"
                    | "u16"
                    | "u32"
                    | "u64"
                    | "u128"
                    | "usize"
                    | "i8"
                    | "i16"
                    | "i32"
                    | "i64"
                    | "i128"
                    | "isize"
                    | "f32"
                    | "f64"
                    | "String"
                    | "Vec"
                    | "Option"
                    | "HashMap"
                    | "HashSet"
                    | "BTreeMap"
                    | "BTreeSet"
            )
        }),
        _ => false,
    }
}

/// A spawn where nothing can wait for a slot.
pub(crate) fn in_closure(call: &Expr, report: &mut Report) {
    report.over(
        call,
        &Finding {
            what: "a closure that is not async cannot spawn a child",
            why: "a child waits for a slot of the scope, and this closure cannot wait",
            write: "a `for` loop around the spawn, or an `async` closure; in a scope of your own, \
                    `scope.spawn_all(items, |item| ..).await`",
        },
    );
}

/// `futures.map(tokio::spawn)`
pub(crate) fn as_value(path: &ExprPath, report: &mut Report) {
    let name = crate::body::text::of(path.to_token_stream(), 40);
    report.over(
        path,
        &Finding {
            what: &format!("`{name}` as a value spawns past the scope of this function"),
            why: "a child waits for a slot of the scope, and whoever calls this does not wait",
            write: "a `for` loop around the spawn; in a scope of your own, \
                    `scope.spawn_all(items, |item| ..).await`",
        },
    );
}

/// `go!(tokio::spawn(..))`
pub(crate) fn in_macro(spawn: &TokenStream, mac: &Path, report: &mut Report) {
    let name = crate::body::text::of(spawn.clone(), 40);
    let mac = crate::body::text::of(mac.to_token_stream(), 40);
    report.over(
        spawn,
        &Finding {
            what: &format!("`{name}` inside `{mac}!` spawns past the scope of this function"),
            why: "nobody but the macro knows what its tokens mean, so this becomes no child",
            write: &format!(
                "`let task = {name}(..);` in front of `{mac}!`, or `asyncward::detach(\"reason\", \
                 ..)` in it"
            ),
        },
    );
}

/// `std::thread::spawn(..)`
pub(crate) fn thread(call: &Expr, report: &mut Report) {
    report.over(
        call,
        &Finding {
            what: "`std::thread::spawn` starts a thread past the scope of this function",
            why: "a thread can be neither cancelled nor awaited, so the scope cannot end it",
            write: "`tokio::task::spawn_blocking(move || ..)`, which is a child of the scope here \
                    and asks `asyncward::is_cancelled()` now and then",
        },
    );
}

/// `list.lock().extend([tokio::spawn(..), tokio::spawn(..)])`: the second one waits where it stands.
pub(crate) fn second_in_front(call: impl ToTokens, report: &mut Report) {
    report.over(
        call,
        &Finding {
            what: "this spawn waits for a slot while its statement holds a guard",
            why: "a child that needs the lock never ends, and its slot is never free",
            write: "`let handle = tokio::spawn(..);` in front of the statement",
        },
    );
}
