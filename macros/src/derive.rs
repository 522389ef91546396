//! `#[derive(SyncGuard)]`: a type of the user's is a guard, for the reason the user gives.
//!
//! `on_unimplemented` texts are static, so the reason travels in a trait of its own, in the user's
//! crate, next to the type that stands for it.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::DeriveInput;

use crate::args::sync_guard::{self, Options};
use crate::report::Report;
use crate::rewrite::Private;

pub(crate) fn sync_guard(item: TokenStream) -> TokenStream {
    let item: DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let mut report = Report::default();
    let options = sync_guard::parse(&item.attrs, &mut report);
    report.beside(implementation(&item, options))
}

fn implementation(item: &DeriveInput, Options { reason, krate }: Options) -> TokenStream {
    let private = Private::new(krate);
    let private = private.at(Span::call_site());
    let name = &item.ident;
    let (generics, arguments, bounds) = item.generics.split_for_impl();
    let Some(reason) = reason else {
        return quote! {
            #[automatically_derived]
            impl #generics #private::SyncGuard for #name #arguments #bounds {
                type Reason = #private::reason::Guard;
            }
        };
    };
    let why = format!("why: {}", reason.replace('{', "{{").replace('}', "}}"));
    let across = format_ident!("{name}AcrossAwait", span = Span::call_site());
    quote! {
        const _: () = {
            pub struct Reason;

            #[diagnostic::on_unimplemented(
                message = "`{Self}` is held across an `.await`",
                label = "still alive at the `.await`",
                note = #why,
                note = "write: a block around the region that needs it, or `drop(…)` before the `.await`",
                note = "or, if the `.await` must be inside: an async lock, such as `tokio::sync::Mutex`"
            )]
            pub trait #across {}

            #[diagnostic::do_not_recommend]
            impl #across for #private::Nothing {}

            impl #private::Worded for Reason {}

            impl Reason {
                pub fn across<T: #across>(self, _slot: #private::Slot<T>) {}
            }

            #[automatically_derived]
            impl #generics #private::SyncGuard for #name #arguments #bounds {
                type Reason = Reason;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::sync_guard;

    fn derived(item: proc_macro2::TokenStream) -> String {
        let file: syn::File = syn::parse2(sync_guard(item)).expect("output is not Rust");
        prettyplease::unparse(&file)
    }

    #[test]
    fn without_a_reason_it_is_one_impl() {
        let derived = derived(quote!(
            struct Held<'a, T: Ord>(&'a T)
            where
                T: Copy;
        ));
        assert_eq!(
            derived,
            "#[automatically_derived]\n\
             impl<'a, T: Ord> ::asyncward::__private::SyncGuard for Held<'a, T>\n\
             where\n    T: Copy,\n{\n    type Reason = ::asyncward::__private::reason::Guard;\n}\n"
        );
    }

    #[test]
    fn braces_in_the_reason_are_text() {
        let derived = derived(quote!(
            #[sync_guard(reason = "guards {this}")]
            enum Held {}
        ));
        assert!(derived.contains("why: guards {{this}}"), "{derived}");
        assert!(derived.contains("pub trait HeldAcrossAwait"), "{derived}");
    }

    #[test]
    fn options_may_be_wrong_in_many_ways() {
        for (options, what) in [
            (quote!(#[sync_guard(reason = "")]), "the reason is not a text"),
            (quote!(#[sync_guard(reason = 1)]), "the reason is not a text"),
            (quote!(#[sync_guard(reason)]), "`reason` has no value"),
            (quote!(#[sync_guard(reason = "a", reason = "b")]), "`reason` is given twice"),
            (
                quote!(#[sync_guard(reason = "a")] #[sync_guard(reason = "b")]),
                "`reason` is given twice",
            ),
            (quote!(#[sync_guard(reasons = "a")]), "`reasons` is not an option"),
            (quote!(#[sync_guard(crate = "a")]), "`crate` is not a path"),
            (quote!(#[sync_guard = "a"]), "takes its options in parentheses"),
        ] {
            let derived = derived(quote!(#options struct Held;));
            assert!(derived.contains(what), "{options}: {derived}");
            assert!(derived.contains("SyncGuard for Held"), "{options}: {derived}");
        }
    }
}
