//! The options of `#[bounded_spawn]`.

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::{Expr, ExprLit, Lit, Path};

use super::cancellable::{Timeout, literal};
use super::{Known, entries, meant, nearest, path};
use crate::report::{Finding, Report};
use crate::span;

const KNOWN: &[Known] = &[
    Known { name: "limit", example: "limit = 8" },
    Known { name: "timeout", example: "timeout = \"30s\"" },
    Known { name: "on_failure", example: "on_failure = cancel_siblings" },
    Known { name: "grace", example: "grace = \"1s\"" },
    Known { name: "name", example: "name = \"fetch\"" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

const POLICIES: &[Known] = &[
    Known { name: "cancel_siblings", example: "" },
    Known { name: "wait_all", example: "" },
    Known { name: "supervise", example: "" },
];

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Policy {
    CancelSiblings,
    WaitAll,
    Supervise,
}

impl Policy {
    /// As the option writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Policy::CancelSiblings => "cancel_siblings",
            Policy::WaitAll => "wait_all",
            Policy::Supervise => "supervise",
        }
    }
}

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) limit: Option<Expr>,
    /// `None` in it: `timeout = none`.
    pub(crate) timeout: Option<Option<Timeout>>,
    /// With the value's span.
    pub(crate) on_failure: Option<(Policy, Span)>,
    pub(crate) grace: Option<Timeout>,
    pub(crate) name: Option<Expr>,
    pub(crate) krate: Option<Path>,
    /// The required options that are not there at all.
    pub(crate) missing: Vec<&'static str>,
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    let mut read = Vec::new();
    let written: Vec<String> = keys(&args);
    let parser = |input: syn::parse::ParseStream<'_>| {
        read = entries("bounded_spawn", KNOWN, input, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    let mut options = Options::default();
    for entry in read {
        match entry.key.to_string().as_str() {
            "limit" => options.limit = limit(entry.value, report),
            "timeout" => options.timeout = timeout(entry.value, report),
            "on_failure" => options.on_failure = policy(&entry.value, report),
            "grace" => options.grace = grace(entry.value, report),
            "name" => options.name = name(entry.value, report),
            _ => options.krate = path(entry.value, report),
        }
    }
    let required = KNOWN.iter().take(3).map(|option| option.name);
    options.missing = required.filter(|name| !written.iter().any(|key| key == name)).collect();
    options
}

/// All words that may be keys, also of options that cannot be read: those are not missing. Nor is what a
/// mistyped key is likely to mean.
fn keys(args: &TokenStream) -> Vec<String> {
    let words = args.clone().into_iter().filter_map(|token| match token {
        proc_macro2::TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    words
        .map(|word| match meant(&word, KNOWN) {
            Some(option) => option.name.to_owned(),
            None => word,
        })
        .collect()
}

fn limit(value: Expr, report: &mut Report) -> Option<Expr> {
    let (what, why) = match &value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => match number.base10_parse::<u128>() {
            Ok(0) => ("the limit is zero", "the first spawn would wait for ever"),
            _ if !["", "usize"].contains(&number.suffix()) => {
                ("the limit is not of type `usize`", "it is how many children run at a time")
            }
            _ => return Some(value),
        },
        Expr::Lit(_) => ("the limit is not a number", "it is how many children run at a time"),
        Expr::Unary(negated) if matches!(negated.op, syn::UnOp::Neg(_)) => {
            ("the limit is negative", "it is how many children run at a time")
        }
        Expr::Path(path) if path.path.is_ident("none") => (
            "there is no scope without a limit",
            "a burst of work becomes a burst of tasks, and the memory is gone",
        ),
        _ => return Some(value),
    };
    let write = "`limit = 8`, or an expression of type `usize`";
    report.over(value, &Finding { what, why, write });
    None
}

fn timeout(value: Expr, report: &mut Report) -> Option<Option<Timeout>> {
    let (what, why) = match &value {
        Expr::Path(path) if path.path.is_ident("none") => return Some(None),
        Expr::Path(path) if path.path.is_ident("None") => {
            ("`None` is not a timeout", "an expression here is of type `Duration`")
        }
        Expr::Lit(_) if is_none(&value) => {
            ("the timeout `none` is in quotes", "what is in quotes is a number with a unit")
        }
        _ => return literal("timeout", value, report).map(Some),
    };
    let write = "`timeout = none`, if the scope may take for ever";
    report.over(value, &Finding { what, why, write });
    None
}

fn grace(value: Expr, report: &mut Report) -> Option<Timeout> {
    if !is_none(&value) {
        return literal("grace", value, report);
    }
    let finding = Finding {
        what: "there is no scope without a grace",
        why: "it is how long children may take to stop when they are asked",
        write: "`grace = \"0s\"`, if they are to be dropped at once; without the option it is one second",
    };
    report.over(value, &finding);
    None
}

/// `none`, `None`, `"none"`
fn is_none(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.is_ident("none") || path.path.is_ident("None"),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            text.value().trim().eq_ignore_ascii_case("none")
        }
        _ => false,
    }
}

fn name(value: Expr, report: &mut Report) -> Option<Expr> {
    match &value {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => Some(value),
        Expr::Lit(_) => {
            let finding = Finding {
                what: "the name is not a string",
                why: "it is what errors and logs call the scope",
                write: "`name = \"fetch\"`, or an expression of type `&'static str` or `String`",
            };
            report.over(value, &finding);
            None
        }
        _ => Some(value),
    }
}

fn policy(value: &Expr, report: &mut Report) -> Option<(Policy, Span)> {
    let at = span::ends(value).0;
    let (written, is_word) = match value {
        Expr::Path(path) => {
            let last = path.path.segments.last();
            let written = last.map(|last| last.ident.to_string()).unwrap_or_default();
            (written, path.path.get_ident().is_some())
        }
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => (text.value(), false),
        _ => (String::new(), false),
    };
    if is_word {
        let policies = [Policy::CancelSiblings, Policy::WaitAll, Policy::Supervise];
        if let Some(policy) = policies.into_iter().find(|policy| policy.name() == written) {
            return Some((policy, at));
        }
    }
    let what = match written.as_str() {
        "" => "this is not a policy".to_owned(),
        written => format!("`{written}` is not a policy"),
    };
    let what = match value {
        Expr::Lit(_) if POLICIES.iter().any(|policy| policy.name == written) => {
            format!("the policy `{written}` is in quotes")
        }
        _ => what,
    };
    let written = snake(&written);
    let begun = POLICIES
        .iter()
        .find(|policy| !written.is_empty() && policy.name.split('_').any(|word| word == written));
    let write = match nearest(&written, POLICIES).or(begun) {
        Some(policy) => format!("`on_failure = {}`, if that is what you mean", policy.name),
        None => "`on_failure = cancel_siblings`: the first failure cancels the others and is \
                 returned; `wait_all`: the others go on, and all failures are returned; \
                 `supervise`: failures go to the log"
            .to_owned(),
    };
    let why = "the policies are `cancel_siblings`, `wait_all` and `supervise`, without quotes";
    report.over(value, &Finding { what: &what, why, write: &write });
    None
}

/// `CancelSiblings` as `cancel_siblings`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
