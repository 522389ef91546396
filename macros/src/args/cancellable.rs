//! The options of `#[cancellable]`.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser as _;
use syn::{Expr, ExprLit, ExprUnary, Lit, Path, UnOp};

use super::duration::{self, Problem};
use super::{Known, entries, path};
use crate::report::{Finding, Report};

const KNOWN: &[Known] = &[
    Known { name: "token", example: "token = self.shutdown" },
    Known { name: "timeout", example: "timeout = \"2s\"" },
    Known { name: "on_cancel", example: "on_cancel = None" },
    Known { name: "blocking", example: "blocking = allow" },
    Known { name: "crate", example: "crate = my::asyncward" },
];

#[derive(Default)]
pub(crate) struct Options {
    /// With the key, which messages underline.
    pub(crate) token: Option<(Ident, Expr)>,
    pub(crate) timeout: Option<Timeout>,
    pub(crate) on_cancel: Option<Expr>,
    /// Calls that block are no errors.
    pub(crate) may_block: bool,
    pub(crate) krate: Option<Path>,
}

pub(crate) enum Timeout {
    Nanos(u64),
    Expression(Expr),
}

pub(crate) fn parse(args: TokenStream, report: &mut Report) -> Options {
    let mut read = Vec::new();
    let parser = |input: syn::parse::ParseStream<'_>| {
        read = entries("cancellable", KNOWN, input, report);
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = parser.parse2(args);
    let mut options = Options::default();
    for entry in read {
        match entry.key.to_string().as_str() {
            "token" => options.token = Some((entry.key, entry.value)),
            "timeout" => options.timeout = literal("timeout", entry.value, report),
            "blocking" => options.may_block = may_block(entry.value, report),
            "on_cancel" => options.on_cancel = Some(entry.value),
            _ => options.krate = path(entry.value, report),
        }
    }
    options
}

fn may_block(value: Expr, report: &mut Report) -> bool {
    let is_allow = matches!(&value, Expr::Path(path) if path.path.is_ident("allow"));
    if !is_allow {
        report.over(
            value,
            &Finding {
                what: "`blocking` is not `allow`",
                why: "calls that block are errors unless it says so",
                write: "`blocking = allow`, or nothing",
            },
        );
    }
    true
}

/// The value of an option that is a duration. A `grace` may be zero.
pub(super) fn literal(key: &'static str, value: Expr, report: &mut Report) -> Option<Timeout> {
    let text = match &value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.to_string(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.to_string(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) if matches!(**expr, Expr::Lit(_)) => {
            "-".to_owned()
        }
        Expr::Lit(_) => String::new(),
        _ => return Some(Timeout::Expression(value)),
    };
    if let Some(number) = typed_number(&value) {
        let finding = Finding {
            what: &format!("the {key} `{text}` is a number, not a duration"),
            why: "seconds and milliseconds are a factor of a thousand apart",
            write: &format!("`{key} = \"{number}s\"`, or an expression of type `Duration`"),
        };
        report.over(value, &finding);
        return None;
    }
    let problem = match duration::parse(&text) {
        Ok(nanos) if matches!(value, Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) => {
            return Some(Timeout::Nanos(nanos));
        }
        Err(Problem::Zero) if key == "grace" => return Some(Timeout::Nanos(0)),
        Ok(_) => {
            let finding = Finding {
                what: &format!("the {key} `{text}` is not in quotes"),
                why: "a number with such a suffix is no number in Rust",
                write: &format!("`{key} = \"{text}\"`"),
            };
            report.over(value, &finding);
            return None;
        }
        Err(problem) => problem,
    };
    let (what, why, write) = explain(key, &problem, &text);
    report.over(value, &Finding { what: &what, why, write: &write });
    None
}

/// The digits of `5u64`, whose suffix is a type and no unit.
fn typed_number(value: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit { lit, .. }) = value else { return None };
    let (digits, suffix) = match lit {
        Lit::Int(number) => (number.base10_digits(), number.suffix()),
        Lit::Float(number) => (number.base10_digits(), number.suffix()),
        _ => return None,
    };
    let is_type = suffix.starts_with(['u', 'i', 'f'])
        && ["8", "16", "32", "64", "128", "size"].contains(&&suffix[1..]);
    is_type.then(|| digits.to_owned())
}

fn explain(key: &str, problem: &Problem, text: &str) -> (String, &'static str, String) {
    let form = format!("`{key} = \"2s\"`; the units are `h`, `m`, `s`, `ms`, `us` and `ns`");
    let is_timeout = key == "timeout";
    let duration = if is_timeout {
        "a timeout is a number with a unit in quotes, or an expression of type `Duration`"
    } else {
        "it is a number with a unit in quotes, or an expression of type `Duration`"
    };
    match problem {
        Problem::Empty => (format!("the {key} is not a duration"), duration, form),
        Problem::NoNumber => (format!("the {key} `{text}` is not a duration"), duration, form),
        Problem::Negative => (
            format!("the {key} is negative"),
            if is_timeout {
                "it would be over before the function begins"
            } else {
                "it would be over before the children are asked to stop"
            },
            form,
        ),
        Problem::Zero => (
            format!("the {key} is zero"),
            "it would be over before the function begins, which would never run",
            form,
        ),
        Problem::NoUnit => (
            format!("the {key} `{text}` has no unit"),
            "seconds and milliseconds are a factor of a thousand apart",
            match text.parse::<f64>() {
                Ok(_) => format!("`{key} = \"{text}s\"` or `{key} = \"{text}ms\"`"),
                Err(_) => form,
            },
        ),
        Problem::UnknownUnit(unit) => (
            format!("`{unit}` is not a unit of time"),
            "the units are `h`, `m`, `s`, `ms`, `us` and `ns`",
            format!("`{key} = \"2s\"`"),
        ),
        Problem::TooLong => (
            format!("the {key} `{text}` is too long"),
            "it is counted in nanoseconds in 64 bits, which hold 584 years",
            "a shorter one, or none at all".to_owned(),
        ),
    }
}
