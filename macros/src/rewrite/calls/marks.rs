//! Whether what is called has `#[asyncward::blocking]` on it, which nobody knows before types are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath};

use super::Calls;
use super::probe::Ends;
use super::subject::Subject;
use crate::mark;
use crate::span;

/// The run time knows of functions with so many parameters.
const PARAMETERS: usize = 6;

/// What std and everybody calls, and nobody marks: to ask would only take time.
const COMMON: &str = "\
    abs add all and and_then any append as_bytes as_deref as_mut as_ref as_slice as_str borrow \
    borrow_mut boxed bytes capacity chain chars checked_add checked_sub chunks clear clone cloned cmp \
    collect concat contains contains_key context copied count default deref display drain drop elapsed \
    ends_with entry enumerate eq err expect expect_err extend filter filter_map find find_map first \
    flat_map flatten fmt fold for_each format from from_str get_mut get_or_insert_with hash insert into \
    into_boxed_slice into_inner into_iter is_empty is_err is_none is_ok is_some iter iter_mut keys last \
    len lines map map_err map_or map_or_else max min mul ne new next now ok ok_or ok_or_else or or_else \
    or_insert or_insert_with parse peek pop position product push push_str replace reserve retain rev \
    saturating_sub skip sort sort_by split starts_with step_by strip_prefix strip_suffix sub sum swap \
    take then then_some to_owned to_string to_vec trim try_from try_into unwrap unwrap_err unwrap_or \
    unwrap_or_default unwrap_or_else values with_capacity with_context wrapping_add zip";

/// Whether somebody may have marked a function of that name.
fn is_worth_asking(name: &str) -> bool {
    !name.starts_with(char::is_uppercase)
        && !COMMON.split_ascii_whitespace().any(|common| common == name)
}

/// Whether it is no function of a type, which cannot be marked, going by how types are written.
fn is_free(callee: &ExprPath) -> bool {
    let mut modules = callee.path.segments.iter().rev().skip(1);
    callee.qself.is_none()
        && modules.all(|module| !module.ident.to_string().starts_with(char::is_uppercase))
}

impl Calls<'_> {
    /// Asks behind the body whether the function is marked: only there the types of its arguments are
    /// known, and around the call nothing may hide from them what type is expected. Gives the tie.
    // let __callee0 = P::slot();                         in front of the body
    // if false { loop {} P::tie(__callee0, &__value); }  where the function is
    // let __mark = P::mark::<HASH, _, _, _, _>(P::call2(__callee0).known(((), ()), ()));
    // let __same = __mark.same(P::Unmarked);
    // __mark.place().accepts(P::told(__same, __callee0).verdict());
    pub(super) fn marked_function(
        &mut self,
        call: &ExprCall,
        value: &Ident,
        ends: Ends,
    ) -> Option<TokenStream> {
        let Expr::Path(callee) = &*call.func else { return None };
        let name = callee.path.segments.last()?.ident.unraw().to_string();
        let is_askable = is_worth_asking(&name) && is_free(callee);
        if !is_askable || call.args.len() > PARAMETERS {
            return None;
        }
        if self.homes.last()?.depth != self.allowances.depth() {
            return None;
        }
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let count = format_ident!("call{}", call.args.len(), span = at);
        let units = call.args.iter().map(|_| quote_spanned!(at=> ()));
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let (key, mark, same) = (mark::hash(&name), local("__mark"), local("__same"));
        let slot = local(&format!("__callee{}", self.slots));
        let told = self.private.check(&["told"], quote_spanned!(at=> #same, #slot), ends);
        let verdict = quote_spanned!(ends.1=> #told.verdict());
        let accepts = Ident::new("accepts", ends.0);
        let check = self.outcome_with(
            verdict,
            ends,
            |_, verdict| quote_spanned!(at=> #mark.place().#accepts(#verdict)),
        );
        if check.is_empty() {
            return None;
        }
        self.slots += 1;
        let home = self.homes.last_mut()?;
        home.slots.extend(quote_spanned!(at=> let #slot = #p::slot();));
        home.checks.extend(quote_spanned! {at=>
            let #mark =
                #p::mark::<#key, _, _, _, _>(#p::#count(#slot).known((#(#units,)*), ()));
            let #same = #mark.same(#p::Unmarked);
            #check
        });
        Some(quote_spanned!(at=> #p::tie(#slot, &#value);))
    }

    // trait Unmarked { fn __asyncward_blocking_load(&self) -> P::Passes { loop {} } }
    // impl<T: ?Sized> Unmarked for &T {}
    // P::FreeMethod::check(P::judged(&a.b, (&a.b).__asyncward_blocking_load()));
    // P::FreeMethod::check(P::judged(&a.b, P::derefs(&a.b).target().__asyncward_blocking_load()));
    //
    // A method of the type itself comes first, then the trait's, which needs one more reference.
    pub(super) fn marked_method(
        &mut self,
        call: &ExprMethodCall,
        value: &Ident,
        ends: Ends,
    ) -> Option<TokenStream> {
        let name = call.method.unraw().to_string();
        if !is_worth_asking(&name) {
            return None;
        }
        let Subject::Place(on) = Subject::of(&call.receiver, value)? else { return None };
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(&call.method, at);
        let mut checks = TokenStream::new();
        for on in [quote!((&#on)), quote_spanned!(at=> #p::derefs(&#on).target())] {
            let judged = quote_spanned!(at=> #on, #on.#sibling());
            let judged = self.private.check(&["judged"], judged, ends);
            checks.extend(self.outcome(&["FreeMethod", "check"], judged, ends));
        }
        if checks.is_empty() {
            return None;
        }
        Some(quote_spanned! {at=>
            {
                trait #unmarked {
                    fn #sibling(&self) -> #p::Passes {
                        loop {}
                    }
                }
                impl<__T: ?#p::Sized> #unmarked for &__T {}
                #checks
            }
        })
    }
}
