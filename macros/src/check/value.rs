//! What `#[value_future]` asks of a function.

use quote::ToTokens;
use syn::{ReturnType, Type};

use crate::args::value::Options;
use crate::item::Function;
use crate::report::{Finding, Report};
use crate::rewrite::Cut;

/// A method of a trait, without a body.
pub(crate) fn declaration(method: &syn::TraitItemFn, options: &Options, report: &mut Report) {
    let name = &method.sig.ident;
    if options.lazy {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`lazy` stands on `{name}`, which has no body"),
                why: "it says when a body runs, and each impl says that for its own",
                write: "`#[value_future]` here, and `#[value_future(lazy)]` in the impl that needs it",
            },
        );
    }
    if method.sig.asyncness.is_none() && !is_by_hand(&method.sig, false) {
        not_async(&method.sig, report);
    }
}

/// A method that makes its `ValueFuture` itself, for which the attribute only writes the lifetimes
/// that those of the trait have.
pub(crate) fn is_by_hand(signature: &syn::Signature, is_public: bool) -> bool {
    let may_be_method = signature.receiver().is_some() || !is_public;
    let may_be_by_hand = may_be_method && signature.asyncness.is_none();
    may_be_by_hand && matches!(&signature.output, ReturnType::Type(_, ty) if is_value_future(ty))
}

pub(crate) fn by_hand(signature: &syn::Signature, options: &Options, report: &mut Report) {
    if !options.lazy {
        return;
    }
    let name = &signature.ident;
    report.at(
        name.span(),
        &Finding {
            what: &format!("`lazy` stands on `{name}`, which makes its `ValueFuture` itself"),
            why: "it says when the body of an `async fn` runs",
            write: "`#[value_future]`",
        },
    );
}

fn is_value_future(ty: &Type) -> bool {
    names(ty, "ValueFuture") || names(ty, "LocalValueFuture")
}

/// Says whether the function can be rewritten at all.
pub(crate) fn check(function: &Function, report: &mut Report) -> bool {
    let signature = &function.item.sig;
    let name = &signature.ident;
    if signature.asyncness.is_none() {
        not_async(signature, report);
        return false;
    }
    if matches!(&signature.output, ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_))) {
        report.over(
            &signature.output,
            &Finding {
                what: &format!("`{name}` never returns"),
                why: "there is no value that a call could have at once",
                write: "the function without `#[value_future]`, or `-> std::convert::Infallible`",
            },
        );
        return false;
    }
    for attribute in &function.item.attrs {
        let last = attribute.path().segments.last();
        let last = last.map(|last| last.ident.to_string()).unwrap_or_default();
        match last.as_str() {
            "instrument" => report.over(
                attribute,
                &Finding {
                    what: "`#[instrument]` stands below `#[value_future]`",
                    why: "the span would be over when the call returns, and what is awaited later \
                          is not in it",
                    write: "`#[instrument]` above `#[value_future]`, which boxes every call; or \
                            `.instrument(span)` on the future that waits",
                },
            ),
            "main" | "test" => {
                let finding = Finding {
                    what: &format!("`#[value_future]` stands on the `#[{last}]` function `{name}`"),
                    why: "nobody calls it to have the value at once, and the runtime needs an \
                          `async fn`",
                    write: &format!("`#[{last}]` alone"),
                };
                report.over(attribute, &finding);
                return false;
            }
            _ => {}
        }
    }
    true
}

fn not_async(signature: &syn::Signature, report: &mut Report) {
    let name = &signature.ident;
    let output = match &signature.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    if let Some(constness) = &signature.constness {
        report.at(
            constness.span,
            &Finding {
                what: &format!("`{name}` is a `const fn`"),
                why: "a `const fn` is not async and has nothing to wait for",
                write: &format!("`async fn {name}(..)`, or the function without `#[value_future]`"),
            },
        );
    } else if is_of_async_trait(signature) {
        report.at(
            name.span(),
            &Finding {
                what: "`#[value_future]` stands inside `#[async_trait]`",
                why: "`#[async_trait]` goes first and boxes every call of every method",
                write: "`#[value_future]` on each `async fn` of the trait and of its impls, and no \
                        `#[async_trait]`",
            },
        );
    } else if output.is_some_and(is_value_future) {
        report.at(
            name.span(),
            &Finding {
                what: &format!("`{name}` returns a `ValueFuture` already"),
                why: "the attribute makes an `async fn` return one",
                write: &format!("`async fn {name}(..)` with the value as its return type, or no `#[value_future]`"),
            },
        );
    } else {
        let mut place = signature.fn_token.to_token_stream();
        name.to_tokens(&mut place);
        report.over(
            place,
            &Finding {
                what: &format!("`{name}` is not async"),
                why: "the attribute makes an `async fn` return its value at once where it can",
                write: &format!("`async fn {name}(..)`"),
            },
        );
    }
}

fn is_of_async_trait(signature: &syn::Signature) -> bool {
    signature.generics.lifetimes().any(|it| it.lifetime.ident == "async_trait")
}

fn names(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

/// What crosses the cut and cannot. The compiler finds the others.
pub(crate) fn crossings(cut: &Cut, report: &mut Report) {
    for borrow in &cut.borrows {
        let (by, of) = (&borrow.by, &borrow.of);
        report.at(
            borrow.used,
            &Finding {
                what: &format!("`{by}` refers to `{of}`, a local of the part that runs at the call"),
                why: &format!(
                    "what is left at the first `.await` is boxed and outlives the call, `{of}` does \
                     not"
                ),
                write: &format!(
                    "`{by}` made behind the first `.await`, or an owned value; or \
                     `#[value_future(lazy)]`, which boxes the whole body at each call"
                ),
            },
        );
    }
}
