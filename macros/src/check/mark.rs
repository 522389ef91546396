//! What `#[blocking]` asks of a function.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{GenericParam, Safety, TraitItemFn};

use super::head;
use crate::args::mark::Options;
use crate::marked::Home;
use crate::report::{Finding, Report};
use crate::span;

/// The run time knows of functions with so many parameters.
pub(crate) const PARAMETERS: usize = 6;

pub(crate) fn misplaced(item: &TokenStream, report: &mut Report) {
    report.over(
        head(item),
        &Finding {
            what: "`#[blocking]` does not stand on a function",
            why: "it says of one function that its calls block",
            write: "`#[blocking]` on each `fn` that blocks",
        },
    );
}

pub(crate) fn check(method: &TraitItemFn, home: &Home, options: &Options, report: &mut Report) {
    let signature = &method.sig;
    let name = &signature.ident;
    if let Some(asyncness) = signature.asyncness {
        report.at(
            asyncness.span,
            &Finding {
                what: &format!("`{name}` is async"),
                why: "a call of it gives a future and does not block",
                write: &format!("`#[no_blocking]` on `{name}`, to find what blocks in it"),
            },
        );
    }
    if *home == Home::TraitImpl {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` is a method of a trait's impl"),
                why: "who calls it may not know the type, but the trait",
                write: &format!("`#[blocking]` on `{name}` in the trait's declaration"),
            },
        );
        return;
    }
    let is_of_one = matches!(home, Home::Type(Some(_)));
    if signature.receiver().is_none() && !is_of_one && *home != Home::Free {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` has no `self`, and its type is one of many"),
                why: "a call of it is told by the name of the type",
                write: &format!("`#[no_blocking(also(Type::{name}))]` where it is called"),
            },
        );
        return;
    }
    if signature.receiver().is_some() || is_of_one {
        if let Some((key, _)) = &options.write {
            report.at(
                key.span(),
                &Finding {
                    what: "`write` stands on a method",
                    why: "the text is shown for functions only",
                    write: "`#[blocking]` without it",
                },
            );
        }
        return;
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        report.at(
            unsafety.span,
            &Finding {
                what: &format!("`{name}` is unsafe"),
                why: "the calls of unsafe functions are not told apart",
                write: "`#[blocking]` on a safe function that calls it",
            },
        );
    }
    if signature.inputs.len() > PARAMETERS {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` has more than {PARAMETERS} parameters"),
                why: "a call is told by the types of its arguments, of so many at most",
                write: &format!("`#[no_blocking(also({name}))]` where it is called"),
            },
        );
    }
    let mut inputs = TokenStream::new();
    signature.inputs.iter().for_each(|input| input.to_tokens(&mut inputs));
    for param in &signature.generics.params {
        let ident = match param {
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
            GenericParam::Lifetime(_) => continue,
        };
        if !span::mentions(&inputs, &ident.to_string()) {
            report.at(
                ident.span(),
                &Finding {
                    what: &format!("no parameter of `{name}` mentions `{ident}`"),
                    why: "a call is told by the types of its arguments",
                    write: &format!("`#[no_blocking(also({name}::<..>))]` where it is called"),
                },
            );
        }
    }
}
