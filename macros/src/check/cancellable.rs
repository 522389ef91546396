//! What `#[cancellable]` asks of a function. What depends on types is asked of the compiler, by
//! the code that `rewrite` leaves.

use proc_macro2::Ident;
use syn::{Expr, FnArg, Pat, PatType, Path, Stmt, Type};

use super::placement::not_async;
use crate::args::cancellable::{Options, Timeout};
use crate::body::Awaits;
use crate::body::attrs::is_cfg;
use crate::item::Function;
use crate::report::{Finding, Report};
use crate::rule::Rule;

/// What is left to do when everything is found right.
pub(crate) struct Plan {
    /// The function begins a context of its own.
    pub(crate) root: Option<Root>,
    pub(crate) on_cancel: Option<Expr>,
    pub(crate) krate: Option<Path>,
}

pub(crate) struct Root {
    pub(crate) token: TokenSource,
    pub(crate) timeout: Option<Timeout>,
}

pub(crate) enum TokenSource {
    None,
    Expression(Expr),
    /// Which of the parameters are tokens. More than one only if each has a `#[cfg]`.
    Parameters(Vec<usize>),
}

pub(crate) fn check(function: &Function, options: Options, report: &mut Report) -> Option<Plan> {
    let Some(body) = &function.body else {
        not_async(Rule::Cancellable, function, report);
        return None;
    };
    // Nobody knows whether the broken one was `on_cancel`.
    let broken_options = !report.is_empty();
    let parameters = token_parameters(function, report);
    if let (Some((key, _)), Some(parameter)) = (&options.token, parameters.first()) {
        token_twice(key, *parameter, function, report);
    }
    if options.on_cancel.is_none() && !broken_options {
        returns_something(function, report);
    }
    awaits(function, body, report);
    let token = match options.token {
        Some((_, token)) => TokenSource::Expression(token),
        None if parameters.is_empty() => TokenSource::None,
        None => TokenSource::Parameters(parameters),
    };
    let is_root = options.timeout.is_some() || !matches!(token, TokenSource::None);
    let root = is_root.then_some(Root { token, timeout: options.timeout });
    Some(Plan { root, on_cancel: options.on_cancel, krate: options.krate })
}

/// The parameters that are tokens.
fn token_parameters(function: &Function, report: &mut Report) -> Vec<usize> {
    let inputs = &function.item.sig.inputs;
    let is_token = |(index, input): (usize, &FnArg)| match input {
        FnArg::Typed(parameter) if is_token_parameter(parameter) => Some(index),
        _ => None,
    };
    let found: Vec<usize> = inputs.iter().enumerate().filter_map(is_token).collect();
    // Those with a `#[cfg]` each may exclude each other.
    let may_exclude = |index: &usize| {
        matches!(&inputs[*index], FnArg::Typed(parameter)
        if parameter.attrs.iter().any(is_cfg))
    };
    if let [_, second, ..] = &found[..]
        && !found.iter().all(may_exclude)
    {
        report.over(
            &inputs[*second],
            &Finding {
                what: "a second parameter is a `CancellationToken`",
                why: "a function listens to one token, and nothing says which of the two",
                write: "one parameter, or hand the other over inside a struct of yours",
            },
        );
    }
    found
}

fn is_token_parameter(parameter: &PatType) -> bool {
    let bindable = match &*parameter.pat {
        Pat::Ident(pat) => pat.subpat.is_none(),
        Pat::Wild(_) => true,
        _ => false,
    };
    bindable && is_token_type(&parameter.ty)
}

fn is_token_type(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|segment| segment.ident == "CancellationToken")
        }
        Type::Reference(reference) => is_token_type(&reference.elem),
        Type::Paren(paren) => is_token_type(&paren.elem),
        Type::Group(group) => is_token_type(&group.elem),
        _ => false,
    }
}

fn token_twice(key: &Ident, parameter: usize, function: &Function, report: &mut Report) {
    let parameter = match &function.item.sig.inputs[parameter] {
        FnArg::Typed(parameter) => match &*parameter.pat {
            Pat::Ident(pat) => format!("the parameter `{}`", pat.ident),
            _ => "a parameter".to_owned(),
        },
        FnArg::Receiver(_) => return,
    };
    report.at(
        key.span(),
        &Finding {
            what: &format!("`token = ..` stands beside {parameter}, which is a token too"),
            why: "a function listens to one token, and a parameter of that type is it by itself",
            write: "one of the two, the option or the parameter",
        },
    );
}

fn returns_something(function: &Function, report: &mut Report) {
    let returns_nothing = match function.output() {
        Some(Type::Tuple(tuple)) => tuple.elems.is_empty(),
        Some(_) => false,
        // Of a future whose output is not in sight the compiler says it.
        None => function.item.sig.asyncness.is_some(),
    };
    let name = &function.item.sig.ident;
    if returns_nothing {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` returns nothing"),
                why: "a function that is stopped returns `Err`, so that its callers stop as well",
                write: "`-> Result<(), E>` with `E: From<asyncward::Cancelled>`, or \
                        `#[cancellable(on_cancel = ())]` if its callers need not know",
            },
        );
    }
}

fn awaits(function: &Function, body: &[Stmt], report: &mut Report) {
    let awaits = Awaits::read(body);
    if awaits.own {
        return;
    }
    let name = &function.item.sig.ident;
    let why = "a function can be stopped at its awaits only";
    match awaits.nested {
        Some(nested) => report.at(
            nested,
            &Finding {
                what: &format!("`{name}` has no `.await` but in `async` blocks or closures"),
                why: "those are futures of their own, which `#[cancellable]` leaves alone",
                write: "the `.await` outside of them, or a `#[cancellable]` function for each",
            },
        ),
        None => report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` has no `.await`"),
                why,
                write: "the function without `#[cancellable]`, or \
                        `asyncward::checkpoint().await?` where it may stop",
            },
        ),
    }
}
