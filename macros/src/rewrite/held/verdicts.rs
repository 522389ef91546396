//! The questions about a slot, each an expression that has a verdict as its type: see
//! `guard::verdict` of the run time.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::visit_mut::VisitMut as _;

use super::super::elided::Parameters;
use super::Checks;
use crate::body::flow::Only;
use crate::span;

impl Checks<'_> {
    /// The questions whether it is a guard, one for the known ones and one for those of `also(…)`.
    pub(super) fn verdicts(&self, index: usize) -> Vec<TokenStream> {
        let at = span::glue(self.at(index));
        let (p, slot) = (self.private.at(at), self.slot(index));
        let candidate = &self.candidates[index];
        if candidate.only == Some(Only::Transparent) {
            return vec![quote_spanned!(at=> #p::held_if_transparent(#slot).verdict())];
        }
        let mut probes = vec![if self.options.strict {
            quote_spanned!(at=> #p::held_strict(#slot))
        } else {
            quote_spanned!(at=> #p::held(#slot))
        }];
        if !self.options.also.is_empty() {
            let also = also(at);
            probes.push(quote_spanned!(at=> #p::also(#slot, #also)));
        }
        let verdict = |probe: TokenStream| match candidate.only {
            None | Some(Only::Transparent | Only::UsedAgain) => {
                quote_spanned!(at=> #probe.verdict())
            }
            Some(Only::Known) => {
                quote_spanned!(at=> #p::only_if(#p::known(#slot).verdict(), #probe.verdict()))
            }
            Some(Only::Stored) => {
                let holders = candidate.parts.iter().map(|holder| self.slot(*holder));
                let verdict = quote_spanned!(at=> #probe.verdict());
                let slots = std::iter::once(slot.clone()).chain(holders);
                slots.fold(verdict, |verdict, slot| {
                    quote_spanned!(at=> #p::only_if(#p::local(#slot).verdict(), #verdict))
                })
            }
            Some(Only::Returns) => {
                let calls = candidate.parts.iter().map(|call| self.slot(*call));
                let any = calls.fold(
                    quote_spanned!(at=> #p::NoGuard),
                    |any, call| quote_spanned!(at=> #p::or(#any, #p::never(#call).verdict())),
                );
                quote_spanned!(at=> #p::unless(#any, #probe.verdict()))
            }
            Some(Only::Kept) => quote_spanned!(at=> #p::kept(#probe).verdict()),
            Some(Only::Whole) => {
                self.unless_any(&candidate.parts, quote_spanned!(at=> #probe.verdict()), at)
            }
            Some(Only::Before2024) => {
                // The method that is called depends on the edition of its name.
                let into_iter = Ident::new("into_iter", self.at(index));
                quote_spanned! {at=>
                    match #p::boxed_slice() {
                        __boxed => #p::before_2024({
                            #[allow(unused_imports)]
                            use #p::IntoIterator as _;
                            #[allow(boxed_slice_into_iter)]
                            let __edition = __boxed.#into_iter();
                            __edition
                        }, #probe.verdict()),
                    }
                }
            }
        };
        probes.into_iter().map(verdict).collect()
    }

    /// One error is enough for a guard and the struct that it was moved into.
    pub(super) fn unless_told(
        &self,
        index: usize,
        here: &[usize],
        verdict: TokenStream,
    ) -> TokenStream {
        let is_told = |other: &usize| {
            let candidate = &self.candidates[*other];
            candidate.held.is_some() && here.contains(other) && candidate.cfgs.is_empty()
        };
        let others = self.candidates[index].unless.iter().copied();
        let told: Vec<usize> = others.filter(is_told).collect();
        self.unless_any(&told, verdict, span::glue(self.at(index)))
    }

    fn unless_any(&self, others: &[usize], verdict: TokenStream, at: Span) -> TokenStream {
        let verdicts: Vec<TokenStream> =
            others.iter().flat_map(|other| self.verdicts(*other)).collect();
        if verdicts.is_empty() {
            return verdict;
        }
        let p = self.private.at(at);
        let mut any = quote_spanned!(at=> #p::NoGuard);
        for other in verdicts {
            any = quote_spanned!(at=> #p::or(#any, #other));
        }
        quote_spanned!(at=> #p::unless(#any, #verdict))
    }

    // struct Also;
    // impl<'a, T> P::Listed<Also> for a::Guard<'a, T> {}
    pub(super) fn listed(&self, at: Span) -> TokenStream {
        if self.options.also.is_empty() {
            return TokenStream::new();
        }
        let (p, also) = (self.private.at(at), also(at));
        let mut listed = quote_spanned!(at=> struct #also;);
        for ty in &self.options.also {
            let mut ty = ty.clone();
            let mut parameters = Parameters::default();
            parameters.visit_type_mut(&mut ty);
            let Parameters { lifetimes, types } = parameters;
            listed.extend(
                quote_spanned!(at=> impl<#(#lifetimes,)* #(#types,)*> #p::Listed<#also> for #ty {}),
            );
        }
        listed
    }
}

fn also(at: Span) -> Ident {
    Ident::new("__Also", span::hidden(at))
}
